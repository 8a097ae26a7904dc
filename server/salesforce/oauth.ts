import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import { isSalesforceError, SalesforceError } from './errors.ts'
import { grantOf, idsOf, TOKEN_ANSWER, type Grant, type Identity, type SalesforceApp } from './grant.ts'
import { demandSalesforceOrigin } from './hosts.ts'
import type { SalesforceHttp } from './http.ts'
import { createIdTokenVerifier, type IdTokenRequest, type VerifiedIdToken } from './id-token.ts'
import { readDocument } from './json.ts'
import { oauthRefusal, type OAuthStep } from './oauth-refusal.ts'
import { restRefusal } from './rest-refusal.ts'

export interface AuthorizeRequest {
  loginUrl: string
  app: Pick<SalesforceApp, 'clientId' | 'redirectUri'>
  state: string
  challenge: string
  scopes: readonly string[]
  prompt?: 'login' | 'consent' | 'login consent' | 'select_account'
  nonce?: string
}

export interface UserInfo extends Identity {
  username: string
  name: string
  email: string
}

export type UserInfoRequest = { accessToken: string } & ({ instanceUrl: string } | { loginUrl: string })

export interface OAuth {
  /** Where to send the browser. */
  authorizeUrl(request: AuthorizeRequest): string
  /** The code that came back with the browser, for tokens. */
  exchange(request: { loginUrl: string; app: SalesforceApp; code: string; verifier: string }): Promise<Grant>
  /** A new access token and, where the app rotates them, a new refresh token: the one to use next is in the answer. */
  refresh(request: { loginUrl: string; app: SalesforceApp; refreshToken: string }): Promise<Grant>
  /** Ends a token at Salesforce; one that has ended already is fine. */
  revoke(request: { loginUrl: string; token: string }): Promise<void>
  userInfo(request: UserInfoRequest): Promise<UserInfo>
  /** The id token of a login, when it is this org's, for this app and for the login that was begun with this nonce. */
  verifyIdToken(request: IdTokenRequest): Promise<VerifiedIdToken>
}

const text = z.string().max(500)
const USER_INFO = z.object({
  organization_id: text,
  user_id: text,
  preferred_username: text,
  name: text.default(''),
  email: text.default(''),
})

/** Salesforce says either of a token that has ended already. */
const ALREADY_ENDED = new Set(['invalid_token', 'unsupported_token_type'])

export function createOAuth({ http, clock }: { http: SalesforceHttp; clock: Clock }): OAuth {
  async function token(
    step: OAuthStep,
    request: {
      loginUrl: string
      app: SalesforceApp
      form: Record<string, string>
      refreshToken: string | null
    },
  ): Promise<Grant> {
    const { loginUrl, app, form, refreshToken } = request
    const { clientId, clientSecret } = app
    const answer = await post(loginUrl, '/services/oauth2/token', {
      step,
      form: {
        ...form,
        client_id: clientId,
        ...(clientSecret !== undefined && { client_secret: clientSecret }),
      },
      read: (reply) => readDocument(reply, TOKEN_ANSWER),
    })
    return grantOf(answer, { loginUrl, rules: http, clock, refreshToken })
  }

  /**
   * Sent again when its answer is lost: done twice it tells for certain whether the code or token is used up. A code that
   * then is was good the first time, and nobody but us used it.
   */
  function post<T>(
    origin: string,
    path: string,
    { step, form, read }: { step: OAuthStep; form: Record<string, string>; read: Read<T> },
  ): Promise<T> {
    let wasLost = false
    const onTry = (before?: SalesforceError) => void (wasLost ||= before?.untouched === false)
    return http.call({ origin, path, method: 'POST', form, repeatable: true, onTry }, (reply) => {
      if (reply.status === 200) return read(reply)
      const refusal = oauthRefusal(reply, step)
      if (wasLost && refusal.code === 'CODE_REFUSED')
        throw new SalesforceError('ANSWER_LOST', { status: reply.status, errorCode: refusal.errorCode })
      throw refusal
    })
  }

  return {
    authorizeUrl({ loginUrl, app, state, challenge, scopes, prompt, nonce }) {
      const url = new URL('/services/oauth2/authorize', demandSalesforceOrigin(loginUrl, http))
      url.search = new URLSearchParams({
        ...{ response_type: 'code', client_id: app.clientId, redirect_uri: app.redirectUri },
        ...{ scope: scopes.join(' '), state, code_challenge: challenge, code_challenge_method: 'S256' },
        ...(prompt !== undefined && { prompt }),
        ...(nonce !== undefined && { nonce }),
      }).toString()
      return url.href
    },

    exchange: ({ loginUrl, app, code, verifier }) =>
      token('exchange', {
        loginUrl,
        app,
        form: {
          grant_type: 'authorization_code',
          code,
          redirect_uri: app.redirectUri,
          code_verifier: verifier,
        },
        refreshToken: null,
      }),

    refresh: ({ loginUrl, app, refreshToken }) =>
      token('refresh', {
        loginUrl,
        app,
        form: { grant_type: 'refresh_token', refresh_token: refreshToken },
        refreshToken,
      }),

    async revoke({ loginUrl, token }) {
      const done = post(loginUrl, '/services/oauth2/revoke', {
        step: 'revoke',
        form: { token },
        read: isEmpty,
      })
      await done.catch((error: unknown) => {
        if (!isSalesforceError(error) || !ALREADY_ENDED.has(error.errorCode ?? '')) throw error
      })
    },

    async userInfo(request) {
      const origin = 'instanceUrl' in request ? request.instanceUrl : request.loginUrl
      const { accessToken } = request
      const info = await http.call({ origin, path: '/services/oauth2/userinfo', accessToken }, (reply) => {
        if (reply.status !== 200) throw restRefusal(reply)
        return readDocument(reply, USER_INFO)
      })
      const { organization_id, user_id, preferred_username: username, name, email } = info
      return { ...idsOf(organization_id, user_id), username, name, email }
    },

    verifyIdToken: createIdTokenVerifier({ http, clock }),
  }
}

type Read<T> = (reply: Parameters<typeof readDocument>[0]) => T

/** A page with 200 is not Salesforce's word that the token has ended. */
const isEmpty: Read<void> = ({ status, headers, body }) => {
  if (body.length > 0 && /html/i.test(headers.get('content-type') ?? ''))
    throw new SalesforceError('NOT_JSON', { status })
}

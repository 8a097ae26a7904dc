import { OAuthProblem, unknownClient, wrongRedirect } from './oauth-problem.ts'
import type { Parts } from './parts.ts'
import { scopesAsked } from './scopes.ts'
import type { App } from './types.ts'

/** What an app asks a user for, through the browser. */
export interface AuthorizeRequest {
  readonly app: App
  readonly redirectUri: string
  readonly state: string | null
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
  readonly nonce: string | undefined
  readonly prompts: ReadonlySet<string>
  readonly loginHint: string
}

/** A refusal that the app is told, by sending the browser back to it. */
export class RedirectProblem extends Error {
  override readonly name = 'RedirectProblem'
  readonly address: string

  constructor(address: string) {
    super('refused')
    this.address = address
  }
}

/** Throws an OAuthProblem for the page as long as it is not sure who asks, and a RedirectProblem from then on. */
export function readAuthorizeRequest({ apps }: Parts, query: URLSearchParams): AuthorizeRequest {
  const app = apps.find(query.get('client_id') ?? '')
  if (!app) throw unknownClient()
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!app.redirectUris.includes(redirectUri)) throw wrongRedirect()
  const state = query.get('state')
  try {
    if (query.get('response_type') !== 'code') {
      throw new OAuthProblem('unsupported_response_type', 'response type not supported')
    }
    return {
      app,
      redirectUri,
      state,
      scopes: scopesAsked(query.get('scope'), app.scopes),
      challenge: challengeOf(query, app),
      nonce: query.get('nonce') ?? undefined,
      prompts: new Set((query.get('prompt') ?? '').split(/\s+/).filter(Boolean)),
      loginHint: query.get('login_hint') ?? '',
    }
  } catch (problem) {
    if (problem instanceof OAuthProblem)
      throw new RedirectProblem(refusalAddress({ redirectUri, state }, problem))
    throw problem
  }
}

function challengeOf(query: URLSearchParams, app: App): string | undefined {
  const challenge = query.get('code_challenge')
  if (challenge === null) {
    if (!(app.requirePkce ?? app.clientSecret === undefined)) return undefined
    throw new OAuthProblem('invalid_request', 'missing required code challenge')
  }
  // jsforce names no method; Salesforce knows only one.
  if ((query.get('code_challenge_method') ?? 'S256') !== 'S256') {
    throw new OAuthProblem('invalid_request', 'invalid code challenge method')
  }
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge))
    throw new OAuthProblem('invalid_request', 'invalid code challenge')
  return challenge
}

type Asker = Pick<AuthorizeRequest, 'redirectUri' | 'state'>

export function refusalAddress(asker: Asker, { error, message }: OAuthProblem): string {
  return answerAddress(asker, { error, error_description: message })
}

export function answerAddress(
  { redirectUri, state }: Asker,
  answer: Readonly<Record<string, string>>,
): string {
  const params = new URLSearchParams({ ...answer, ...(state !== null && { state }) })
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${params.toString()}`
}

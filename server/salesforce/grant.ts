import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import { parseSalesforceId } from '../lib/salesforce-id.ts'
import { SalesforceError, type SalesforceErrorCode } from './errors.ts'
import { demandInstanceOrigin, type HostRules } from './hosts.ts'

/** The external client app, as it is registered in Salesforce. */
export interface SalesforceApp {
  clientId: string
  clientSecret?: string
  redirectUri: string
}

/** What a user has granted the app. */
export interface Grant {
  accessToken: string
  /** The one to use next; null when the user granted none, and then the grant ends with its session. */
  refreshToken: string | null
  instanceUrl: string
  scopes: readonly string[]
  issuedAt: Date
  idToken: string | null
  /** Names the org and the user. */
  identityUrl: string
}

/** Keeps the grant of one connection, for every process that uses it. */
export interface GrantStore {
  read(): Promise<Grant>
  /** Runs `work` while no other process refreshes this grant; what it returns is stored before it is used. */
  renew(seen: Grant, work: (current: Grant) => Promise<Grant>): Promise<Grant>
  /** The grant that was `seen` is worth nothing any more. Another one may have taken its place meanwhile. */
  lost(code: SalesforceErrorCode, seen: Grant): Promise<void>
}

const token = z.string().regex(/^[\x21-\x7e]{1,16000}$/)

/** The answer of the token endpoint. Tokens are what a header can carry, so that no platform error ever quotes one. */
export const TOKEN_ANSWER = z.object({
  access_token: token,
  refresh_token: token.optional(),
  instance_url: z.string().max(500),
  id: z.string().max(500),
  token_type: z.string().regex(/^bearer$/i),
  scope: z.string().max(2000).default(''),
  issued_at: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  id_token: token.optional(),
})
export type TokenAnswer = z.output<typeof TOKEN_ANSWER>

export function grantOf(
  answer: TokenAnswer,
  asked: { loginUrl: string; rules: HostRules; clock: Clock; refreshToken: string | null },
): Grant {
  const { clock, refreshToken } = asked
  identityOf(answer.id)
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? refreshToken,
    instanceUrl: demandInstanceOrigin(answer.instance_url, asked),
    scopes: answer.scope.split(' ').filter((scope) => scope !== ''),
    issuedAt: answer.issued_at === undefined ? clock.now() : new Date(Number(answer.issued_at)),
    idToken: answer.id_token ?? null,
    identityUrl: answer.id,
  }
}

export interface Identity {
  orgId: string
  userId: string
}

/** The org and the user in an identity URL, `https://login.salesforce.com/id/00D…/005…`, which is never called. */
export function identityOf(identityUrl: string): Identity {
  const [, org = '', user = ''] =
    /^https?:\/\/[^/?#@\s]+\/id\/(\w{15,18})\/(\w{15,18})$/.exec(identityUrl) ?? []
  return idsOf(org, user)
}

/** Both as 18 characters; whatever is no such pair of ids was not said by Salesforce. */
export function idsOf(org: string, user: string): Identity {
  const orgId = parseSalesforceId(org, 'Organization')
  const userId = parseSalesforceId(user, 'User')
  if (!orgId || !userId) throw new SalesforceError('NOT_JSON', { detail: 'no ids of an org and a user' })
  return { orgId, userId }
}

import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import { parseUniqueJsonObject } from '../lib/unique-json.ts'
import { SalesforceError } from './errors.ts'
import { identityOf, type Identity, type SalesforceApp } from './grant.ts'
import { demandSalesforceOrigin } from './hosts.ts'
import type { SalesforceHttp } from './http.ts'
import { createSigningKeys } from './jwks.ts'

export interface IdTokenRequest {
  /** Who issues it: the address that was logged in at. */
  loginUrl: string
  app: Pick<SalesforceApp, 'clientId'>
  idToken: string
  /** What was sent along when the login began. */
  nonce: string
  /** An app may be known in many orgs: only this one's users are let in. */
  orgId: string
}

export interface VerifiedIdToken extends Identity {
  issuedAt: Date
}

const TOLERANCE_SECONDS = 30
const LONGEST_LIFE_SECONDS = 60 * 60

const HEADER = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(200) })
const seconds = z.number().int().min(1).max(99_999_999_999)
const CLAIMS = z.object({
  iss: z.string(),
  sub: z.string(),
  // One audience only: a token that is for others too is not for us.
  aud: z.string(),
  nonce: z.string(),
  iat: seconds,
  exp: seconds,
})

export function createIdTokenVerifier(parts: { http: SalesforceHttp; clock: Clock }) {
  const keys = createSigningKeys(parts)

  return async function verifyIdToken(request: IdTokenRequest): Promise<VerifiedIdToken> {
    const { app, idToken, nonce, orgId } = request
    // jsonwebtoken takes an empty expectation for none.
    if (app.clientId === '' || nonce === '') throw new Error('an id token needs a client id and a nonce')
    const loginUrl = demandSalesforceOrigin(request.loginUrl, parts.http)
    const { kid, claims } = unverified(idToken)
    const key = await keys(loginUrl, kid)
    if (!key) throw refused('no such key is published')
    const now = Math.floor(parts.clock.now().getTime() / 1000)
    try {
      const expected = { issuer: loginUrl, audience: app.clientId, nonce, clockTimestamp: now }
      jwt.verify(idToken, key, { algorithms: ['RS256'], clockTolerance: TOLERANCE_SECONDS, ...expected })
    } catch (error) {
      throw refused(reasonOf(error))
    }
    if (claims.exp - claims.iat > LONGEST_LIFE_SECONDS || claims.iat > now + TOLERANCE_SECONDS)
      throw refused('its times cannot be')
    const identity = identityOf(claims.sub)
    if (identity.orgId !== orgId) throw new SalesforceError('WRONG_ORG')
    return { ...identity, issuedAt: new Date(claims.iat * 1000) }
  }
}

/** What it says of itself, before anyone has looked at the signature. */
function unverified(idToken: string): { kid: string; claims: z.output<typeof CLAIMS> } {
  const [, head = '', body = ''] = /^([\w-]{1,2000})\.([\w-]{1,8000})\.[\w-]{1,2000}$/.exec(idToken) ?? []
  const header = HEADER.safeParse(parseUniqueJsonObject(Buffer.from(head, 'base64url')))
  const claims = CLAIMS.safeParse(parseUniqueJsonObject(Buffer.from(body, 'base64url')))
  if (!header.success || !claims.success) throw refused('not of the form that Salesforce’s have')
  return { kid: header.data.kid, claims: claims.data }
}

const REASONS = ['signature', 'issuer', 'audience', 'nonce', 'expired', 'not active'] as const

/** Only which check failed: jsonwebtoken's words quote what was expected. */
function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message : ''
  return `its ${REASONS.find((reason) => words.includes(reason)) ?? 'form'} is not as it must be`
}

const refused = (why: string): SalesforceError =>
  new SalesforceError('REFUSED', { detail: `id token: ${why}` })

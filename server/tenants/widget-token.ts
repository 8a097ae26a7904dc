import { hash } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Authenticate, WidgetCaller } from '../http/callers.ts'
import type { Clock } from '../lib/clock.ts'
import { parseSalesforceId } from '../lib/salesforce-id.ts'
import { isValidAt, type OrgKey, type TrustedOrgs } from './trusted-orgs.ts'
import { parseUniqueJsonObject } from '../lib/unique-json.ts'

/** Clocks of two companies differ a little; more than this is no accident. */
const TOLERANCE_SECONDS = 30
const LONGEST_LIFE_SECONDS = 600
const LONGEST_TOKEN = 4096

const HEADER = z.strictObject({
  alg: z.literal('RS256'),
  typ: z.literal('JWT').optional(),
  kid: z.string().min(1).max(128).optional(),
})

const seconds = z.number().int().min(1).max(99_999_999_999)
const CLAIMS = z.strictObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  iat: seconds,
  exp: seconds,
  nbf: seconds.optional(),
  jti: z.string().min(8).max(128),
})
type Claims = z.infer<typeof CLAIMS>

interface Verified {
  caller: WidgetCaller
  key: OrgKey
  claims: Claims
}

/**
 * The widget door: an RS256 token signed by the org's certificate. jsonwebtoken checks the signature, issuer and
 * audience; everything it would let pass (no expiry, several audiences, unknown header fields) is refused around it.
 * Whatever is wrong, the caller hears the same; the log knows which check failed.
 */
export function widgetDoor(options: {
  audience: string
  orgs: TrustedOrgs
  clock: Clock
}): Authenticate<'widget'> {
  if (!options.audience)
    throw new Error('the widget audience must not be empty: jsonwebtoken would then accept any')
  const remembered = new LRUCache<string, Verified>({ max: 20_000 })
  return async ({ header }) => {
    const authorization = header('authorization') ?? ''
    const fingerprint = hash('sha256', authorization, 'base64')
    const now = options.clock.now()
    const known = remembered.get(fingerprint)
    if (known) {
      await checkStillGood(options.orgs, known, now)
      return known.caller
    }
    const verified = await verify(bearerToken(authorization), options, now)
    remembered.set(fingerprint, verified)
    return verified.caller
  }
}

function bearerToken(header: string): string {
  const found = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)
  if (!found?.[1]) return refuse('no single bearer token in the Authorization header')
  return found[1].length <= LONGEST_TOKEN ? found[1] : refuse('the token is too long')
}

async function verify(
  token: string,
  options: { audience: string; orgs: TrustedOrgs },
  now: Date,
): Promise<Verified> {
  const [headerPart = '', payloadPart = ''] = token.split('.')
  const header = HEADER.safeParse(decode(headerPart))
  if (!header.success) return refuse(`header: ${placesOf(header.error)}`)
  const claims = CLAIMS.safeParse(decode(payloadPart))
  if (!claims.success) return refuse(`claims: ${placesOf(claims.error)}`)
  const orgId = parseSalesforceId(claims.data.iss, 'Organization')
  const userId = parseSalesforceId(claims.data.sub, 'User')
  if (!orgId || !userId) return refuse('iss or sub is not a Salesforce id')
  const org = await options.orgs.find(orgId)
  if (!org) return refuse(`the org ${orgId} is not trusted`)
  const candidates = org.keys.filter(
    (key) => isValidAt(key, now) && (header.data.kid ?? key.keyId) === key.keyId,
  )
  const key = signingKey(token, candidates, { ...options, issuer: claims.data.iss, now })
  checkTimes(claims.data, now)
  const caller: WidgetCaller = { door: 'widget', tenantId: org.tenantId, schema: org.schema, orgId, userId }
  return { caller, key, claims: claims.data }
}

interface Expected {
  audience: string
  issuer: string
  now: Date
}

function signingKey(token: string, candidates: readonly OrgKey[], expected: Expected): OrgKey {
  let fault = 'the org has no such key at this time'
  for (const key of candidates) {
    const found = faultOf(token, key, expected)
    if (found === undefined) return key
    fault = found
  }
  return refuse(fault)
}

/** jsonwebtoken's own words for what is wrong; none of them quotes the token. */
function faultOf(token: string, key: OrgKey, { audience, issuer, now }: Expected): string | undefined {
  try {
    jwt.verify(token, key.publicKey, {
      algorithms: ['RS256'],
      audience,
      issuer,
      clockTimestamp: Math.floor(now.getTime() / 1000),
      clockTolerance: TOLERANCE_SECONDS,
    })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'the signature cannot be checked'
  }
}

function checkTimes(claims: Claims, now: Date): void {
  const at = now.getTime() / 1000
  if (claims.exp - claims.iat > LONGEST_LIFE_SECONDS || claims.exp <= claims.iat)
    refuse(`a lifetime of ${claims.exp - claims.iat} seconds`)
  if (claims.iat > at + TOLERANCE_SECONDS) refuse('iat is in the future')
  if ((claims.nbf ?? 0) > at + TOLERANCE_SECONDS) refuse('nbf is in the future')
  if (claims.exp + TOLERANCE_SECONDS <= at) refuse('expired')
}

/** A remembered token is worth no more than its key and its expiry are now. */
async function checkStillGood(
  orgs: TrustedOrgs,
  { caller, key, claims }: Verified,
  now: Date,
): Promise<void> {
  checkTimes(claims, now)
  const org = await orgs.find(caller.orgId)
  const current = org?.keys.find((k) => k.keyId === key.keyId && k.publicKeyPem === key.publicKeyPem)
  if (org?.tenantId !== caller.tenantId || !current || !isValidAt(current, now))
    refuse('the key is no longer trusted')
}

function decode(part: string): unknown {
  return parseUniqueJsonObject(Buffer.from(part, 'base64url'))
}

/** Where it is wrong; what stands there may be anything, and stays out of the log. */
const placesOf = (error: z.ZodError): string =>
  error.issues.map((issue) => issue.path.join('.') || issue.code).join(', ')

function refuse(reason: string): never {
  throw new AppError('UNAUTHENTICATED', { cause: new Error(reason) })
}

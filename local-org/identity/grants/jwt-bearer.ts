import jwt from 'jsonwebtoken'
import { field } from '../client.ts'
import { isActive } from '../directory.ts'
import { inactiveUser, invalidGrant, unknownClient } from '../oauth-problem.ts'
import type { OAuthCall, Parts } from '../parts.ts'
import { isOffline } from '../scopes.ts'
import type { Granted } from '../token-answer.ts'
import type { App } from '../types.ts'

type Claims = Readonly<Record<string, unknown>>
const LOGIN_HOSTS = ['https://login.salesforce.com', 'https://test.salesforce.com']

/** The flow of servers: an assertion that only the holder of the app's private key can sign. */
export function jwtBearer(parts: Parts, call: OAuthCall): Granted {
  const { apps, directory, tokens, now } = parts
  const assertion = field(call, 'assertion') ?? ''
  const claimed = decode(assertion)
  const app = apps.find(textClaim(claimed, 'iss'))
  if (!app) throw unknownClient()
  const claims = verify(assertion, app)
  if (!audiencesOf(claims).some((audience) => isThisOrg(parts, audience)))
    throw invalidGrant('audience is invalid')
  // Seconds, says the standard; the Salesforce CLI sends milliseconds, and Salesforce has always let it in.
  if (!(Number(claims['exp']) * 1000 > now())) throw invalidGrant('expired authorization code')
  const user = directory.byUsername(textClaim(claims, 'sub') || textClaim(claims, 'prn'))
  const scopes = user ? scopesFor(parts, app, user.Id) : []
  if (!user || scopes.length === 0) throw invalidGrant("user hasn't approved this consumer")
  if (!isActive(user)) throw inactiveUser()
  return { grant: tokens.open({ userId: user.Id, app, scopes }) }
}

/** What the user approved before, as long as a refresh token was part of it, or what the administrator did for everybody. */
function scopesFor({ approvals }: Parts, app: App, userId: string): readonly string[] {
  const approved = app.preauthorized ? app.scopes : approvals.scopes(userId, app.clientId)
  return app.preauthorized || approved.some(isOffline) ? approved.filter((scope) => !isOffline(scope)) : []
}

function decode(assertion: string): Claims {
  const claims = jwt.decode(assertion)
  if (typeof claims !== 'object' || claims === null) throw invalidGrant('invalid assertion')
  return claims
}

function verify(assertion: string, { jwtPublicKey }: App): Claims {
  if (jwtPublicKey === undefined) throw invalidGrant('invalid assertion')
  try {
    return jwt.verify(assertion, jwtPublicKey, {
      algorithms: ['RS256'],
      // By the org's clock, below.
      ignoreExpiration: true,
      ignoreNotBefore: true,
    }) as Claims
  } catch {
    throw invalidGrant('invalid assertion')
  }
}

function textClaim(claims: Claims, name: string): string {
  const value = claims[name]
  return typeof value === 'string' ? value : ''
}

function audiencesOf(claims: Claims): string[] {
  return [claims['aud']].flat().filter((audience) => typeof audience === 'string')
}

function isThisOrg({ url }: Parts, audience: string): boolean {
  const address = audience.replace(/\/$/, '')
  return [...LOGIN_HOSTS, url(), `${url()}/services/oauth2/token`].includes(address)
}

import { OAuthProblem } from './oauth-problem.ts'

/** What each scope lets an app do, in the words of the Allow page. */
const MEANINGS: Readonly<Record<string, string>> = {
  id: 'Access the identity URL service',
  profile: 'Access the identity URL service',
  email: 'Access the identity URL service',
  address: 'Access the identity URL service',
  phone: 'Access the identity URL service',
  api: 'Manage user data via APIs',
  chatter_api: 'Access Connect REST API resources',
  web: 'Manage user data via Web browsers',
  visualforce: 'Access Visualforce applications',
  lightning: 'Access Lightning applications',
  content: 'Access content resources',
  openid: 'Access unique user identifiers',
  custom_permissions: 'Access custom permissions',
  full: 'Full access',
  refresh_token: 'Perform requests at any time',
  offline_access: 'Perform requests at any time',
}

/** Salesforce takes each of a group for any other of it. */
const SYNONYMS = [
  ['id', 'profile', 'email', 'address', 'phone'],
  ['refresh_token', 'offline_access'],
]
const INCLUDED: Readonly<Record<string, readonly string[]>> = { api: ['chatter_api'], web: ['visualforce'] }

export const SCOPES: readonly string[] = Object.keys(MEANINGS)

export function isScope(scope: string): boolean {
  return Object.hasOwn(MEANINGS, scope)
}

export function isOffline(scope: string): boolean {
  return scope === 'refresh_token' || scope === 'offline_access'
}

/** What the Allow page says of these scopes, each thing once. */
export function meaningsOf(scopes: readonly string[]): string[] {
  return [...new Set(scopes.map((scope) => MEANINGS[scope] ?? scope))]
}

/** Whether these scopes cover another one. */
export function covers(scopes: readonly string[], scope: string): boolean {
  const group = SYNONYMS.find((names) => names.includes(scope)) ?? [scope]
  return scopes.some(
    (own) => group.includes(own) || INCLUDED[own]?.includes(scope) || (own === 'full' && !isOffline(scope)),
  )
}

/** The scopes a request asks for: all of the app's when it names none; throws when one is not the app's to ask for. */
export function scopesAsked(asked: string | null, allowed: readonly string[]): readonly string[] {
  const names = [...new Set((asked ?? '').split(/[\s,]+/).filter(Boolean))]
  if (names.length === 0) return allowed
  if (!names.every(isScope)) {
    throw new OAuthProblem('invalid_scope', 'the requested scope is invalid, unknown, or malformed')
  }
  if (!names.every((name) => covers(allowed, name))) {
    throw new OAuthProblem('invalid_scope', 'the requested scope is not allowed')
  }
  return names
}

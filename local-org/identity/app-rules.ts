import { createPublicKey } from 'node:crypto'
import { isScope, SCOPES } from './scopes.ts'

/** Says what is wrong with a setting and what to do; undefined when it is well. */
type Rule = (value: unknown) => string | undefined
type Settings = Readonly<Record<string, unknown>>

const REQUIRED = ['name', 'clientId', 'redirectUris', 'scopes']

const RULES: Readonly<Record<string, Rule>> = {
  name: text('the name users see on the Allow page'),
  clientId: (value) =>
    typeof value === 'string' && /^[\w.~-]{3,256}$/.test(value)
      ? undefined
      : 'give the consumer key: 3 to 256 letters, digits, dots, hyphens or underscores.',
  clientSecret: text('the consumer secret, or leave it out for a public client'),
  redirectUris: listOf(redirectProblem, 'the callback URLs, at least one'),
  scopes: listOf(
    (scope) => (isScope(scope) ? undefined : `"${scope}" is no scope. Known are ${SCOPES.join(', ')}.`),
    'the scopes, at least one',
  ),
  requirePkce: yesOrNo,
  requireSecret: yesOrNo,
  rotateRefreshTokens: yesOrNo,
  preauthorized: yesOrNo,
  refreshTokenIdleMs: duration,
  sessionTimeoutMs: duration,
  clientCredentialsUser: text('the user name the flow runs as, or leave it out'),
  jwtPublicKey: keyProblem,
}

/** All that is wrong with an app's settings, a line each. */
export function problemsOf(app: unknown): string[] {
  if (typeof app !== 'object' || app === null || Array.isArray(app))
    return ['write an object with the app’s settings.']
  const settings = app as Settings
  return [
    ...REQUIRED.filter((name) => settings[name] === undefined).map(
      (name) => `${name}: ${RULES[name]?.(undefined) ?? ''}`,
    ),
    ...Object.entries(settings).flatMap(([name, value]) => problemOf(name, value)),
    ...contradictions(settings),
  ]
}

function problemOf(name: string, value: unknown): string[] {
  if (value === undefined) return []
  if (!Object.hasOwn(RULES, name))
    return [`${name}: is no setting. Known are ${Object.keys(RULES).join(', ')}.`]
  const problem = RULES[name]?.(value)
  return problem === undefined ? [] : [`${name}: ${problem}`]
}

function contradictions({
  clientSecret,
  requireSecret,
  clientCredentialsUser,
  jwtPublicKey,
  preauthorized,
}: Settings): string[] {
  const problems = []
  if (clientSecret === undefined && requireSecret === true) {
    problems.push(
      'requireSecret: a public client has no secret to ask for. Give clientSecret, or leave this out.',
    )
  }
  if (clientSecret === undefined && clientCredentialsUser !== undefined) {
    problems.push('clientCredentialsUser: the flow needs a secret. Give clientSecret, or leave this out.')
  }
  if (preauthorized === true && jwtPublicKey === undefined && clientSecret === undefined) {
    problems.push(
      'preauthorized: a public client may not pass the Allow page by. Give clientSecret or jwtPublicKey.',
    )
  }
  return problems
}

function text(what: string): Rule {
  return (value) => (typeof value === 'string' && value.trim() !== '' ? undefined : `give ${what}, as text.`)
}

function yesOrNo(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'write true or false.'
}

function duration(value: unknown): string | undefined {
  return Number.isInteger(value) && Number(value) > 0
    ? undefined
    : 'give a whole number of milliseconds above 0.'
}

function listOf(problem: (item: string) => string | undefined, what: string): Rule {
  return (value) => {
    if (!Array.isArray(value) || value.length === 0) return `give ${what}, as a list.`
    const problems = value.map((item: unknown) =>
      typeof item === 'string' ? problem(item) : 'every item must be text.',
    )
    return problems.find((found) => found !== undefined)
  }
}

/** Salesforce wants https, except on this machine or for an app's own scheme. */
function redirectProblem(uri: string): string | undefined {
  if (!URL.canParse(uri))
    return `"${uri}" is no address. Write it whole, as in https://example.com/oauth/callback.`
  const { protocol, hostname, hash } = new URL(uri)
  if (hash !== '' || uri.endsWith('#')) return `"${uri}" has a fragment. Leave out the # and what follows.`
  if (['javascript:', 'data:', 'file:', 'blob:'].includes(protocol))
    return `"${uri}" cannot be called back. Use https.`
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return protocol === 'http:' && !isHere
    ? `"${uri}" must use https: only this machine may be called with http.`
    : undefined
}

function keyProblem(value: unknown): string | undefined {
  try {
    return createPublicKey(String(value)).asymmetricKeyType === 'rsa'
      ? undefined
      : 'give an RSA key: the flow signs with RS256.'
  } catch {
    return 'give a certificate or public key as PEM, beginning with -----BEGIN.'
  }
}

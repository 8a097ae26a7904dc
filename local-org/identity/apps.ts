import { derivedText } from './secrets.ts'
import { problemsOf } from './app-rules.ts'
import type { App } from './types.ts'

const DAY = 24 * 60 * 60 * 1000
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** The public client that every Salesforce org knows: what the Salesforce CLI logs in with. */
export const PLATFORM_CLI: App = {
  name: 'Salesforce CLI',
  clientId: 'PlatformCLI',
  redirectUris: ['http://localhost:1717/OauthRedirect'],
  scopes: ['refresh_token', 'api', 'web', 'id', 'openid'],
  requirePkce: true,
}

/** Where a backend at this address is called back: after an authorization, and after a login. */
export const callbacksOf = (backend: string): string[] => [
  `${backend}/console/oauth/callback`,
  `${backend}/console/login/callback`,
]

/** The same, by each name this machine has. */
export function callbacksByAnyName(backend: string): string[] {
  const { protocol, hostname, port, origin } = new URL(backend)
  const isHere = HERE.includes(hostname)
  const origins = isHere ? HERE.map((name) => `${protocol}//${name}${port && `:${port}`}`) : [origin]
  return [...new Set([origin, ...origins])].flatMap(callbacksOf)
}

const HERE: readonly string[] = ['127.0.0.1', 'localhost']

/** The backend's own app, with what Salesforce demands of a partner's app: PKCE, rotation, 30 days of idleness. */
export function defaultApp(
  seed: number,
  redirectUris: readonly string[] = callbacksByAnyName('http://127.0.0.1:8080'),
): App {
  return {
    name: 'Team View',
    clientId: `3MVG9${derivedText(seed, 'client id', { length: 80, letters: `${ALPHANUMERIC}._` })}`,
    clientSecret: derivedText(seed, 'client secret', { length: 64, letters: '0123456789ABCDEF' }),
    redirectUris,
    scopes: ['api', 'refresh_token', 'openid', 'id'],
    requirePkce: true,
    rotateRefreshTokens: true,
    refreshTokenIdleMs: 30 * DAY,
  }
}

export interface Apps {
  find(clientId: string): App | undefined
  all(): readonly App[]
  /** Throws when it is not well formed or its client id is taken. */
  add(app: App): void
}

export function createApps(given: readonly App[]): Apps {
  const apps = new Map<string, App>()
  function add(app: App): void {
    const taken = apps.has(app.clientId)
      ? [`clientId: "${app.clientId}" is another app's. Choose one of its own.`]
      : []
    const problems = [...problemsOf(app), ...taken]
    if (problems.length > 0)
      throw new Error(`The app "${app.name}" cannot be registered:\n${problems.join('\n')}`)
    apps.set(app.clientId, app)
  }
  for (const app of [PLATFORM_CLI, ...given.filter(({ clientId }) => clientId !== PLATFORM_CLI.clientId)])
    add(app)
  return { find: (clientId) => apps.get(clientId), all: () => [...apps.values()], add }
}

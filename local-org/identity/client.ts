import { invalidClient, unknownClient } from './oauth-problem.ts'
import type { OAuthCall, Parts } from './parts.ts'
import { sameSecret } from './secrets.ts'
import type { App } from './types.ts'

interface Shown {
  readonly id: string | null
  readonly secret: string | null
}

/** The app that calls, once its secret is the right one; public clients show none. */
export function callingApp(
  { apps }: Parts,
  call: OAuthCall,
  { secret }: { secret: 'always' | 'as-set' },
): App {
  const shown = basic(call.header('authorization')) ?? {
    id: field(call, 'client_id'),
    secret: field(call, 'client_secret'),
  }
  const app = apps.find(shown.id ?? '')
  if (!app) throw unknownClient()
  const isNeeded = secret === 'always' || (app.clientSecret !== undefined && app.requireSecret !== false)
  const isRight = shown.secret ? sameSecret(shown.secret, app.clientSecret ?? '') : !isNeeded
  if (!isRight) throw invalidClient()
  return app
}

/** A parameter of the body or, as Salesforce takes it too, of the address. */
export function field({ form, query }: OAuthCall, name: string): string | null {
  return form.get(name) ?? query.get(name)
}

function basic(authorization: string | undefined): Shown | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { id: decoded(id), secret: decoded(secret.join(':')) }
}

/** Both halves are form-encoded; a client that did not encode them is understood as well. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

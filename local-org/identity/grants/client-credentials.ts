import { callingApp, field } from '../client.ts'
import { isActive } from '../directory.ts'
import { invalidGrant } from '../oauth-problem.ts'
import type { OAuthCall, Parts } from '../parts.ts'
import { isOffline, scopesAsked } from '../scopes.ts'
import type { Granted } from '../token-answer.ts'

/** The app as itself: it runs as the one user that it is set up for. */
export function clientCredentials(parts: Parts, call: OAuthCall): Granted {
  const { directory, tokens } = parts
  const app = callingApp(parts, call, { secret: 'always' })
  const user = directory.byUsername(app.clientCredentialsUser ?? '')
  if (!isActive(user)) throw invalidGrant('no client credentials user enabled')
  const scopes = scopesAsked(field(call, 'scope'), app.scopes).filter(
    (scope) => scope !== 'full' && !isOffline(scope),
  )
  if (scopes.length === 0) throw invalidGrant('no valid scopes defined')
  return { grant: tokens.open({ userId: user.Id, app, scopes }) }
}

import { callingApp, field } from '../client.ts'
import { invalidGrant } from '../oauth-problem.ts'
import type { OAuthCall, Parts } from '../parts.ts'
import { isOffline } from '../scopes.ts'
import type { Granted } from '../token-answer.ts'

/** The user name and password flow. Why a login fails is not told. */
export function password(parts: Parts, call: OAuthCall): Granted {
  const app = callingApp(parts, call, { secret: 'always' })
  const checked = parts.passwords.check(field(call, 'username') ?? '', field(call, 'password') ?? '')
  if ('failure' in checked) throw invalidGrant('authentication failure')
  const scopes = app.scopes.filter((scope) => !isOffline(scope))
  return { grant: parts.tokens.open({ userId: checked.user.Id, app, scopes }), withoutScope: true }
}

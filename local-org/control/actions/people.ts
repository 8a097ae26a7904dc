import { FLAG, text } from '../../param-shapes.ts'
import { InvalidInput, needed, optional } from '../../params.ts'
import { normalizeId } from '../../salesforce-id.ts'
import { action } from '../action.ts'
import type { ControlParts } from '../parts.ts'

const NAMED = text('the id or the user name of a user')
const USER = needed(NAMED, 'Whose.')

export const PEOPLE_ACTIONS = {
  password: action({
    path: '/users/:user/password',
    help: "A user's password is changed, which ends all that was given to the user.",
    params: { user: USER, password: needed(text('a text'), 'The new one.') },
    run: (parts, { user, password }) => parts.identity.changePassword(idOf(parts, user), password),
  }),
  'api-access': action({
    path: '/users/:user/api-access',
    help: 'A user may or may not use the API.',
    params: { user: USER, allowed: needed(FLAG, 'Whether.') },
    run: (parts, { user, allowed }) => parts.identity.setApiAccess(idOf(parts, user), allowed),
  }),
  revoke: action({
    path: '/sessions/revoke',
    help: 'Ends all access and refresh tokens.',
    params: { user: optional(NAMED, 'Only those of one user.') },
    run: (parts, { user }) => parts.identity.revokeAll(user === undefined ? undefined : idOf(parts, user)),
  }),
}

function idOf({ store }: ControlParts, named: string): string {
  const id = normalizeId(named)
  const known = id === undefined ? undefined : store.read('User', id)
  if (known) return known.Id
  for (const user of store.records('User')) {
    const username = user['Username']
    if (typeof username === 'string' && username.toLowerCase() === named.toLowerCase()) return user.Id
  }
  throw new InvalidInput([`There is no user ${named}.`])
}

import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { ConsoleCaller } from '../http/callers.ts'
import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import type { Database } from '../store/index.ts'
import { LICENCE, ROLE, USER, USER_ID, USER_LICENCE, USER_ROLE } from './user-schemas.ts'
import { listUsers, readUser, type UserRow } from './user-store.ts'
import { changeLicence, changeRole, maySignIn } from './users.ts'

const MOST = 100
const ONE = { params: z.object({ id: USER_ID }), errors: ['USER_UNKNOWN' as const] }
const CHANGE = { ...ONE, errors: ['USER_UNKNOWN' as const, 'LAST_SUPER_ADMIN' as const] }

const told = ({ identity: _, ...user }: UserRow) => ({ ...user, maySignIn: maySignIn(user) })

export const userEndpoints = (db: Database): AnyEndpoint[] => {
  const one = async (caller: ConsoleCaller, id: string) => {
    const user = await readUser(db, caller, id)
    if (!user) throw new AppError('USER_UNKNOWN')
    return told(user)
  }
  return [
    endpoint({
      name: 'listUsers',
      method: 'GET',
      path: '/console/v1/users',
      door: 'console',
      allow: 'admin',
      summary: 'The users, their licences and roles',
      description: `In the order they were made, ${MOST} on a page.`,
      query: z.object({
        search: z.string().min(1, 'must not be empty').max(100, 'is too long').optional().meta({
          description: 'Only those with this text in their name, user name or e-mail address.',
        }),
        after: USER_ID.optional().meta({ description: 'The `next` of the page before.' }),
      }),
      answer: z.object({ users: z.array(USER), next: z.string().nullable() }),
      async handle({ caller, query: { search, after } }) {
        const rows = await listUsers(db, caller, { search, after, limit: MOST + 1 })
        const users = rows.slice(0, MOST).map(told)
        return { users, next: rows.length > MOST ? (users.at(-1)?.id ?? null) : null }
      },
    }),
    endpoint({
      ...ONE,
      name: 'getUserRole',
      method: 'GET',
      path: '/console/v1/users/:id/role',
      door: 'console',
      allow: 'admin',
      summary: 'What a user may do in the console',
      answer: USER_ROLE,
      handle: ({ caller, params }) => one(caller, params.id),
    }),
    endpoint({
      ...CHANGE,
      name: 'putUserRole',
      method: 'PUT',
      path: '/console/v1/users/:id/role',
      door: 'console',
      allow: 'super-admin',
      summary: 'Give a user a role in the console, or take it away',
      description:
        'It counts from their next request on. Without a role (null) their sessions end. The role is for the person whom the connected org knows as this user now; given again, it is for whom the org knows then.',
      body: z.object({ role: ROLE }),
      answer: USER_ROLE,
      handle: async ({ caller, params, body }) =>
        told(await changeRole(db, caller, { userId: params.id, role: body.role })),
    }),
    endpoint({
      ...ONE,
      name: 'getUserLicence',
      method: 'GET',
      path: '/console/v1/users/:id/licence',
      door: 'console',
      allow: 'admin',
      summary: 'The licence of a user',
      answer: USER_LICENCE,
      handle: ({ caller, params }) => one(caller, params.id),
    }),
    endpoint({
      ...CHANGE,
      name: 'putUserLicence',
      method: 'PUT',
      path: '/console/v1/users/:id/licence',
      door: 'console',
      allow: 'super-admin',
      summary: 'Give a user a licence, or take it away',
      description: 'Team View obeys at once. A licence that cannot sign in ends their sessions.',
      body: z.object({ licence: LICENCE }),
      answer: USER_LICENCE,
      handle: async ({ caller, params, body }) =>
        told(await changeLicence(db, caller, { userId: params.id, licence: body.licence })),
    }),
  ]
}

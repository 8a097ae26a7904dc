import type { SObject, Store } from '../records/types.ts'
import { normalizeId } from '../salesforce-id.ts'
import { whileUnchanged } from './unchanged.ts'

/** The org's users, quick to find. */
export interface Directory {
  all(): readonly SObject[]
  byId(id: string): SObject | undefined
  /** User names are told apart without regard to case. */
  byUsername(username: string): SObject | undefined
}

export function createDirectory(store: Store): Directory {
  const index = whileUnchanged(
    () => String(store.version('User')),
    () => {
      const users = [...store.records('User')]
      return {
        users,
        byId: new Map(users.map((user) => [user.Id, user])),
        byName: new Map(users.map((user) => [nameKey(usernameOf(user)), user])),
      }
    },
  )
  return {
    all: () => index().users,
    byId: (id) => index().byId.get(id) ?? index().byId.get(normalizeId(id) ?? ''),
    byUsername: (username) => index().byName.get(nameKey(username)),
  }
}

function nameKey(username: string): string {
  return username.trim().toLowerCase()
}

export function usernameOf(user: SObject): string {
  return textOf(user, 'Username')
}

/** A field as text; empty when the record has none. */
export function textOf(record: SObject, field: string): string {
  const value = record[field]
  return typeof value === 'string' ? value : ''
}

export function isActive(user: SObject | undefined): user is SObject {
  return user?.['IsActive'] === true
}

import type { SObject, Store } from '../records/types.ts'
import { textOf, type Directory } from './directory.ts'
import { whileUnchanged } from './unchanged.ts'

/** Whether a user has "API Enabled": from the profile or a permission set, unless it was taken away. */
export interface ApiAccess {
  allowed(userId: string): boolean
  set(userId: string, allowed: boolean): void
}

const SOURCES = ['User', 'Profile', 'PermissionSet', 'PermissionSetAssignment']

export function createApiAccess(store: Store, directory: Directory): ApiAccess {
  const taken = new Set<string>()
  const known = whileUnchanged(
    () => SOURCES.map((object) => store.version(object)).join(),
    () => new Map<string, boolean>(),
  )
  const isAllowed = (user: SObject) => profileAllows(store, user) || permissionSetAllows(store, user)
  return {
    allowed(userId) {
      if (taken.has(userId)) return false
      const answers = known()
      const answer = answers.get(userId)
      if (answer !== undefined) return answer
      const user = directory.byId(userId)
      const allowed = user !== undefined && isAllowed(user)
      answers.set(userId, allowed)
      return allowed
    },
    set(userId, allowed) {
      if (allowed) taken.delete(userId)
      else taken.add(userId)
    },
  }
}

/** A profile that says nothing of it is like the standard ones, which all have it. */
function profileAllows(store: Store, user: SObject): boolean {
  return store.read('Profile', textOf(user, 'ProfileId'))?.['PermissionsApiEnabled'] !== false
}

function permissionSetAllows(store: Store, user: SObject): boolean {
  return store.children('PermissionSetAssignment', 'AssigneeId', user.Id).some((assignment) => {
    const set = store.read('PermissionSet', textOf(assignment, 'PermissionSetId'))
    // A profile has a permission set of its own behind it, which says no more than the profile.
    return set?.['PermissionsApiEnabled'] === true && set['IsOwnedByProfile'] !== true
  })
}

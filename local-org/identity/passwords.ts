import type { SObject } from '../records/types.ts'
import { isActive, usernameOf, type Directory } from './directory.ts'
import { derivedText, sameSecret } from './secrets.ts'
import type { Credentials, LoginFailure } from './types.ts'

/** Salesforce's own setting: the tenth wrong password locks a user out for a quarter of an hour. */
const ATTEMPTS = 10
const LOCKOUT_MS = 15 * 60 * 1000
/** Nothing that could be taken for something else, so that a password can be typed off a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

export type Checked = { readonly user: SObject } | { readonly failure: LoginFailure }

export interface Passwords {
  credentials(): Credentials[]
  check(username: string, password: string): Checked
  change(userId: string, password: string): void
}

interface Parts {
  readonly directory: Directory
  readonly seed: number
  now(): number
}

export function createPasswords({ directory, seed, now }: Parts): Passwords {
  const changed = new Map<string, string>()
  const wrong = new Map<string, { count: number; last: number }>()

  const passwordOf = (user: SObject) => changed.get(user.Id) ?? firstPassword(seed, usernameOf(user))
  function isLocked(userId: string): boolean {
    const tries = wrong.get(userId)
    if (tries === undefined || tries.count < ATTEMPTS) return false
    if (now() < tries.last + LOCKOUT_MS) return true
    wrong.delete(userId)
    return false
  }
  function countWrong(userId: string): LoginFailure {
    const count = (wrong.get(userId)?.count ?? 0) + 1
    wrong.set(userId, { count, last: now() })
    return count < ATTEMPTS ? 'invalid' : 'locked'
  }

  return {
    credentials: () =>
      directory.all().map((user) => ({
        userId: user.Id,
        username: usernameOf(user),
        password: passwordOf(user),
        isActive: isActive(user),
      })),
    check(username, password) {
      const user = directory.byUsername(username)
      if (!user) return { failure: 'invalid' }
      if (isLocked(user.Id)) return { failure: 'locked' }
      if (!sameSecret(password, passwordOf(user))) return { failure: countWrong(user.Id) }
      wrong.delete(user.Id)
      return isActive(user) ? { user } : { failure: 'inactive' }
    },
    change(userId, password) {
      const user = directory.byId(userId)
      if (!user) throw new Error(`There is no user ${userId} whose password could be changed.`)
      changed.set(user.Id, password)
      wrong.delete(user.Id)
    },
  }
}

/** `k7mw-3qxt-9hfa`: what a user is given when the org is made. */
function firstPassword(seed: number, username: string): string {
  const letters = derivedText(seed, `password ${username.toLowerCase()}`, { length: 12, letters: LETTERS })
  return (letters.match(/.{4}/g) ?? []).join('-')
}

import { createHash, createHmac } from 'node:crypto'
import type { ErrorCode } from '../../errors.ts'
import { LICENCES_THAT_SIGN_IN, type Licence } from '../../tenants/index.ts'
import type { Identity } from '../role-store.ts'
import type { SyncedUser } from '../user-store.ts'

export const LOGIN_COOKIE = '__Host-team-view-login'
export const LOGIN_CALLBACK_PATH = '/console/login/callback'
export const LOGIN_MS = 10 * 60_000
/** For so long a state that came too late or twice is told from one that never was. */
export const REMEMBERED_MS = 60 * 60_000

export const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * What goes to Salesforce with one login: made of the key that only the browser has and of the state, so that neither needs
 * to be kept here.
 */
export const proofsOf = (key: string, state: string): { nonce: string; verifier: string } => ({
  nonce: derived(key, `nonce ${state}`),
  verifier: derived(key, `verifier ${state}`),
})

const derived = (key: string, what: string): string =>
  createHmac('sha256', key).update(what).digest('base64url')

/** A login that was begun, as it is kept. */
export interface BegunLogin {
  readonly tenantId: string
  readonly schema: string
  readonly connectionId: string
  readonly browserHash: Buffer
  readonly loginUrl: string
  readonly clientId: string
  readonly endsAt: Date
  readonly usedAt: Date | null
}

/** Why this browser cannot complete this login now. Whose it is comes first: a stranger learns nothing else of it. */
export function stateRefusal(
  begun: BegunLogin | undefined,
  { key, now }: { key: string | undefined; now: Date },
): ErrorCode | undefined {
  if (!begun) return 'LOGIN_UNKNOWN'
  if (key === undefined || !hashOf(key).equals(begun.browserHash)) return 'LOGIN_FOREIGN'
  if (begun.usedAt) return 'LOGIN_REUSED'
  return begun.endsAt <= now ? 'LOGIN_EXPIRED' : undefined
}

/**
 * The user who logs in, or why there is none. Whoever is told has proven to Salesforce who they are, so it is their own
 * affairs they hear of. Rows that name the connection come before those that name none.
 */
export function userOf(
  found: readonly SyncedUser[],
  proven: Identity,
): { user: SyncedUser } | { refusal: ErrorCode } {
  const marked = found.filter((user) => user.marked)
  const [user, second] = marked.length > 0 ? marked : found
  if (!user) return { refusal: 'LOGIN_NOT_SYNCED' }
  if (second) return { refusal: 'LOGIN_AMBIGUOUS' }
  const refusal = userRefusal(user, proven)
  return refusal ? { refusal } : { user }
}

function userRefusal(
  { active, licence, role, identity }: SyncedUser,
  proven: Identity,
): ErrorCode | undefined {
  if (!active) return 'LOGIN_DEACTIVATED'
  if (licence === null || !(LICENCES_THAT_SIGN_IN as readonly Licence[]).includes(licence))
    return 'LOGIN_LICENCE'
  if (role === null) return 'LOGIN_NO_ROLE'
  const isSame = identity?.orgId === proven.orgId && identity.userId === proven.userId
  return isSame ? undefined : 'LOGIN_ROLE_OF_OTHER_ORG'
}

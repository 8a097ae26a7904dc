import { covers } from './scopes.ts'

/** What each user has allowed each app, so that the Allow page is shown once. */
export interface Approvals {
  remember(userId: string, clientId: string, scopes: readonly string[]): void
  scopes(userId: string, clientId: string): readonly string[]
  covers(userId: string, clientId: string, scopes: readonly string[]): boolean
  /** Forgets one approval, all of a user's, or all. */
  forget(userId?: string, clientId?: string): void
}

export function createApprovals(): Approvals {
  const approved = new Map<string, readonly string[]>()
  const key = (userId: string, clientId: string) => `${userId} ${clientId}`
  const scopes = (userId: string, clientId: string) => approved.get(key(userId, clientId)) ?? []
  return {
    scopes,
    remember(userId, clientId, more) {
      approved.set(key(userId, clientId), [...new Set([...scopes(userId, clientId), ...more])])
    },
    covers: (userId, clientId, asked) => asked.every((scope) => covers(scopes(userId, clientId), scope)),
    forget(userId, clientId) {
      for (const kept of approved.keys()) {
        const [user, client] = kept.split(' ')
        if ((userId ?? user) === user && (clientId ?? client) === client) approved.delete(kept)
      }
    },
  }
}

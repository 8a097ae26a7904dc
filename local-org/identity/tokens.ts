import { isOffline } from './scopes.ts'
import { randomText } from './secrets.ts'
import type { Session } from './session.ts'
import type { App } from './types.ts'

/** What a user has given an app: every access token and the refresh tokens that go back to one approval. */
export interface Grant {
  readonly userId: string
  readonly app: App
  readonly scopes: readonly string[]
}

export interface AccessToken {
  readonly text: string
  readonly session: Session
  readonly grant: Grant
  /** The org it says it is of. */
  readonly orgId: string
  readonly issuedAt: number
  readonly expiresAt: number
}

export interface RefreshToken {
  readonly grant: Grant
  readonly issuedAt: number
  /** False once another one has taken its place. */
  readonly isCurrent: boolean
}

export interface Tokens {
  open(grant: Grant): Grant
  issueAccess(grant: Grant, orgId: string): AccessToken
  /** A new refresh token, which takes the place of the one before; undefined when the scopes allow none. */
  issueRefresh(grant: Grant): string | undefined
  access(text: string): AccessToken | undefined
  /** A refresh token that is being used, which keeps it from going idle. */
  refresh(text: string): RefreshToken | undefined
  /** A refresh token that is only asked about. */
  peek(text: string): RefreshToken | undefined
  /** Ends an access token alone, or with a refresh token all that came of it; undefined for any other text. */
  revoke(text: string): { readonly grant: Grant; readonly kind: 'access' | 'refresh' } | undefined
  end(grant: Grant): void
  /** Ends the access tokens of a user and leaves the refresh tokens. */
  endSessions(userId: string): void
  /** Ends everything: of a user, or of all. */
  endAll(userId?: string): void
}

/** Salesforce keeps this many approvals of a user and an app that have refresh tokens; one more ends the oldest. */
const APPROVALS = 5
const HOUR = 60 * 60 * 1000

interface Kept {
  readonly access: Set<string>
  readonly refresh: Set<string>
  current?: string
  lastUsed: number
}
type Live = { -readonly [K in keyof AccessToken]: AccessToken[K] }

export function createTokens({
  now,
  timeoutMs = 2 * HOUR,
}: {
  now(): number
  timeoutMs?: number | undefined
}): Tokens {
  const grants = new Map<Grant, Kept>()
  const accessTokens = new Map<string, Live>()
  const refreshTokens = new Map<string, { grant: Grant; issuedAt: number }>()
  let sweepAt = 1_000

  const lifetimeOf = ({ app }: Grant) => app.sessionTimeoutMs ?? timeoutMs
  function end(grant: Grant): void {
    const kept = grants.get(grant)
    for (const text of kept?.access ?? []) accessTokens.delete(text)
    for (const text of kept?.refresh ?? []) refreshTokens.delete(text)
    grants.delete(grant)
  }
  function drop(token: AccessToken): void {
    accessTokens.delete(token.text)
    const kept = grants.get(token.grant)
    kept?.access.delete(token.text)
    if (kept?.access.size === 0 && kept.refresh.size === 0) grants.delete(token.grant)
  }
  /** Tokens nobody comes back for would pile up. */
  function sweep(): void {
    if (accessTokens.size < sweepAt) return
    for (const token of accessTokens.values()) if (token.expiresAt <= now()) drop(token)
    sweepAt = Math.max(1_000, accessTokens.size * 2)
  }
  function endOldest({ userId, app }: Grant): void {
    const same = [...grants].filter(
      ([other, kept]) => other.userId === userId && other.app.clientId === app.clientId && kept.current,
    )
    for (const [oldest] of same.slice(0, Math.max(0, same.length - APPROVALS))) end(oldest)
  }
  const isIdle = (kept: Kept, { app }: Grant) =>
    app.refreshTokenIdleMs !== undefined && now() - kept.lastUsed >= app.refreshTokenIdleMs
  function peek(text: string): RefreshToken | undefined {
    const found = refreshTokens.get(text)
    const kept = found && grants.get(found.grant)
    if (!kept) return undefined
    if (!isIdle(kept, found.grant)) return { ...found, isCurrent: kept.current === text }
    end(found.grant)
    return undefined
  }

  return {
    open(grant) {
      grants.set(grant, { access: new Set(), refresh: new Set(), lastUsed: now() })
      return grant
    },
    issueAccess(grant, orgId) {
      sweep()
      const { userId, app, scopes } = grant
      const text = `${orgId.slice(0, 15)}!${randomText(96)}`
      const session = { userId, clientId: app.clientId, scopes }
      const token = { text, session, grant, orgId, issuedAt: now(), expiresAt: now() + lifetimeOf(grant) }
      accessTokens.set(text, token)
      grants.get(grant)?.access.add(text)
      return token
    },
    issueRefresh(grant) {
      const kept = grants.get(grant)
      if (!kept || !grant.scopes.some(isOffline)) return undefined
      const text = `5Aep861${randomText(80)}`
      const isFirst = kept.current === undefined
      Object.assign(kept, { current: text, lastUsed: now() })
      kept.refresh.add(text)
      refreshTokens.set(text, { grant, issuedAt: now() })
      if (isFirst) endOldest(grant)
      return text
    },
    access(text) {
      const token = accessTokens.get(text)
      if (!token) return undefined
      const lifetime = lifetimeOf(token.grant)
      if (now() >= token.expiresAt) {
        drop(token)
        return undefined
      }
      // As Salesforce does: use in the second half of its life gives a session all of it again.
      if (token.expiresAt - now() < lifetime / 2) token.expiresAt = now() + lifetime
      return token
    },
    refresh(text) {
      const found = peek(text)
      const kept = found?.isCurrent ? grants.get(found.grant) : undefined
      if (kept) kept.lastUsed = now()
      return found
    },
    peek,
    revoke(text) {
      const access = accessTokens.get(text)
      if (access) {
        drop(access)
        return { grant: access.grant, kind: 'access' }
      }
      const refresh = refreshTokens.get(text)
      if (!refresh) return undefined
      end(refresh.grant)
      return { grant: refresh.grant, kind: 'refresh' }
    },
    end,
    endSessions(userId) {
      for (const token of accessTokens.values()) if (token.session.userId === userId) drop(token)
    },
    endAll(userId) {
      for (const grant of grants.keys()) if (userId === undefined || grant.userId === userId) end(grant)
    },
  }
}

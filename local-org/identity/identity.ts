import { createApiAccess } from './api-access.ts'
import { createApprovals } from './approvals.ts'
import { createApps, PLATFORM_CLI } from './apps.ts'
import { authenticate } from './authenticate.ts'
import { createBrowserSessions } from './browser-sessions.ts'
import { createCodes } from './codes.ts'
import { createDirectory, isActive, usernameOf } from './directory.ts'
import { allowed } from './endpoints/authorize.ts'
import { createHandler } from './handler.ts'
import type { Parts } from './parts.ts'
import { createPasswords } from './passwords.ts'
import { randomText } from './secrets.ts'
import { createTokens } from './tokens.ts'
import type { Identity, IdentityOptions } from './types.ts'

const TWO_HOURS = 2 * 60 * 60 * 1000

/** Who may use the org, and what proves it: users, apps, and every token between them. */
export function createIdentity(options: IdentityOptions): Identity {
  const parts = partsOf(options)
  const { apps, approvals, apiAccess, browsers, codes, directory, passwords, tokens } = parts

  function revokeAll(userId?: string): void {
    tokens.endAll(userId)
    codes.forget(userId)
    browsers.endAll(userId)
    approvals.forget(userId)
  }
  /** A session like the one that the Salesforce CLI holds. */
  const open = (userId: string) =>
    tokens.issueAccess(
      tokens.open({ userId, app: PLATFORM_CLI, scopes: ['api', 'web', 'id', 'openid'] }),
      options.orgId,
    )

  options.store.onCommit(({ changes }) => {
    for (const { object, id, after } of changes) {
      if (object !== 'User' || isActive(after)) continue
      tokens.endSessions(id)
      browsers.endAll(id)
    }
  })

  return {
    handle: createHandler(parts),
    authenticate: (authorization) => authenticate(parts, authorization),
    accessTokenFor(userId) {
      const user = directory.byId(userId)
      if (!isActive(user)) throw new Error(`There is no active user ${userId} to log in.`)
      return open(user.Id).text
    },
    credentials: () => passwords.credentials(),
    login(username, password) {
      const checked = passwords.check(username, password)
      if ('failure' in checked) return checked
      const { user } = checked
      const { text, orgId } = open(user.Id)
      return { userId: user.Id, username: usernameOf(user), accessToken: text, orgId }
    },
    logout: (accessToken) => void tokens.revoke(accessToken),
    allow(authorizeUrl, userId) {
      const user = directory.byId(userId)
      if (!isActive(user)) throw new Error(`There is no active user ${userId} to allow anything.`)
      return allowed(parts, authorizeUrl, user)
    },
    changePassword(userId, password) {
      passwords.change(userId, password)
      revokeAll(directory.byId(userId)?.Id)
    },
    setApiAccess: (userId, allowed) => apiAccess.set(directory.byId(userId)?.Id ?? userId, allowed),
    hasApiAccess: (userId) => apiAccess.allowed(directory.byId(userId)?.Id ?? userId),
    revokeAll: (userId) =>
      revokeAll(userId === undefined ? undefined : (directory.byId(userId)?.Id ?? userId)),
    registerApp: (app) => apps.add(app),
    apps: () => apps.all(),
  }
}

function partsOf(options: IdentityOptions): Parts {
  const { orgId, orgName = 'the local org', seed, store, signingKey, faults, now, url } = options
  const timeoutMs = options.sessionTimeoutMs ?? TWO_HOURS
  const directory = createDirectory(store)
  return {
    orgId,
    orgName,
    signingKey,
    faults,
    now,
    url,
    formSecret: randomText(64),
    directory,
    apps: createApps(options.apps),
    passwords: createPasswords({ directory, seed, now }),
    apiAccess: createApiAccess(store, directory),
    approvals: createApprovals(),
    codes: createCodes(now),
    tokens: createTokens({ now, timeoutMs }),
    browsers: createBrowserSessions({ now, timeoutMs }),
  }
}

import { createShared } from '../lib/shared.ts'
import { isSalesforceError, SalesforceError, type SalesforceErrorCode } from './errors.ts'
import { identityOf, type Grant, type GrantStore, type SalesforceApp } from './grant.ts'
import type { OAuth, UserInfo } from './oauth.ts'

export interface GrantSessionOptions {
  oauth: Pick<OAuth, 'refresh' | 'userInfo'>
  app: SalesforceApp
  loginUrl: string
  grants: GrantStore
  /** The org this connection was authorized with, as 18 characters. */
  orgId: string
}

export interface GrantSession {
  /** Makes a call with the grant. When its session has ended, renews it, once, and makes the call once more. */
  run<T>(call: (grant: Grant) => Promise<T>): Promise<T>
  /** Asks Salesforce who the grant is of. */
  identify(): Promise<UserInfo>
}

/** After these a grant is worth nothing, whatever is tried. */
const FINAL: readonly SalesforceErrorCode[] = [
  'SESSION_EXPIRED',
  'GRANT_EXPIRED',
  'WRONG_ORG',
  'HOST_REFUSED',
]

/**
 * One grant, used by many calls at once. However many of them find that the session has ended, it is renewed once, here and
 * in every other process; and no token is used before its org was seen to be the right one.
 */
export function createGrantSession(options: GrantSessionOptions): GrantSession {
  const { grants, oauth, orgId } = options
  const renew = createRenewal(options)
  const renewals = createShared<Grant>()
  const checks = createShared<UserInfo>()
  const endings = createShared<unknown>()
  let checked: string | undefined
  let ended: string | undefined

  /** Said once, however many calls find out. */
  async function lost(code: SalesforceErrorCode, grant: Grant): Promise<void> {
    const { accessToken } = grant
    if (accessToken !== ended) await endings(accessToken, () => grants.lost(code, grant))
    ended = accessToken
  }

  async function askWho({ instanceUrl, accessToken }: Grant): Promise<UserInfo> {
    const user = await oauth.userInfo({ instanceUrl, accessToken })
    if (user.orgId !== orgId) throw new SalesforceError('WRONG_ORG')
    checked = accessToken
    return user
  }

  async function use<T>(grant: Grant, call: (grant: Grant) => Promise<T>): Promise<T> {
    if (grant.accessToken !== checked) await checks(grant.accessToken, () => askWho(grant))
    return call(grant)
  }

  async function attempt<T>(grant: Grant, call: (grant: Grant) => Promise<T>, isLast: boolean): Promise<T> {
    try {
      return await use(grant, call)
    } catch (error) {
      const isOver =
        isSalesforceError(error, 'WRONG_ORG') || (isLast && isSalesforceError(error, 'SESSION_EXPIRED'))
      if (isOver) await lost(error.code, grant)
      throw error
    }
  }

  /** Until the loss is told, whoever else finds out shares it: none of them asks Salesforce a second time. */
  const renewed = (seen: Grant): Promise<Grant> =>
    renewals(seen.accessToken, async () => {
      try {
        return await renew(seen)
      } catch (error) {
        if (isSalesforceError(error) && FINAL.includes(error.code)) await lost(error.code, seen)
        throw error
      }
    })

  async function run<T>(call: (grant: Grant) => Promise<T>): Promise<T> {
    const grant = await grants.read()
    try {
      return await attempt(grant, call, false)
    } catch (error) {
      if (!isSalesforceError(error, 'SESSION_EXPIRED')) throw error
    }
    return attempt(await renewed(grant), call, true)
  }

  return { run, identify: () => run(askWho) }
}

/** Fetches the next grant, unless another process has done so already. */
function createRenewal({ grants, oauth, app, loginUrl, orgId }: GrantSessionOptions) {
  let unstored: { after: string; grant: Grant } | undefined

  async function refresh(current: Grant, refreshToken: string): Promise<Grant> {
    const grant = await oauth.refresh({ loginUrl, app, refreshToken })
    if (identityOf(grant.identityUrl).orgId !== orgId) throw new SalesforceError('WRONG_ORG')
    return { ...grant, scopes: grant.scopes.length > 0 ? grant.scopes : current.scopes }
  }

  return async (seen: Grant): Promise<Grant> => {
    const stored = await grants.renew(seen, async (current) => {
      if (current.accessToken !== seen.accessToken) return current
      const kept = current.refreshToken
      // A store may keep none as an empty text.
      if (!kept) throw new SalesforceError('SESSION_EXPIRED', { detail: 'no refresh token was granted' })
      // What could not be stored the last time is the only token that still counts: the one before is used up.
      const newest = unstored?.after === kept ? (unstored.grant.refreshToken ?? kept) : kept
      unstored = { after: kept, grant: await refresh(current, newest) }
      return unstored.grant
    })
    unstored = undefined
    return stored
  }
}

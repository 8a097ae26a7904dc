import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { textOf } from '../../../local-org/identity/directory.ts'
import {
  allow,
  authorizeAddress,
  client,
  connect,
  createBrowser,
  dataApi,
  HOUR,
  MINUTE,
  PLAIN,
  startOrg,
  token,
  type TestOrg,
} from './support.ts'

let org: TestOrg
beforeEach(async () => {
  org = await startOrg()
})
afterEach(() => org.close())

const refresh = (refresh_token: string) =>
  token(org, { grant_type: 'refresh_token', refresh_token, ...client(PLAIN) })
const wrongTimes = (times: number) => {
  for (let time = 0; time < times; time++) org.identity.login(org.user.username, 'wrong')
}

describe('credentials', () => {
  test('are the same for a seed and others for another', async () => {
    const again = await startOrg()
    const elsewhere = await startOrg({ seed: 8 })
    expect(again.identity.credentials()).toEqual(org.identity.credentials())
    const passwords = new Set(elsewhere.identity.credentials().map(({ password }) => password))
    for (const { password } of org.identity.credentials()) expect(passwords).not.toContain(password)
    await Promise.all([again.close(), elsewhere.close()])
  })

  test('tell every user apart', () => {
    const all = org.identity.credentials()
    expect(all).toHaveLength(org.store.count('User'))
    expect(new Set(all.map(({ password }) => password)).size).toBe(all.length)
    expect(all.every(({ password }) => /^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/.test(password))).toBe(true)
  })
})

describe('login', () => {
  test('gives a session, however the user name is capitalised', () => {
    const login = org.identity.login(` ${org.user.username.toUpperCase()} `, org.user.password)
    if ('failure' in login) throw new Error(login.failure)
    expect(login).toMatchObject({ userId: org.user.userId, username: org.user.username, orgId: org.orgId })
    expect(org.identity.authenticate(`Bearer ${login.accessToken}`).userId).toBe(org.user.userId)
  })

  test('says why it fails', () => {
    const { user, other, inactive } = org
    expect(org.identity.login(user.username, other.password)).toEqual({ failure: 'invalid' })
    expect(org.identity.login('nobody@example.com', user.password)).toEqual({ failure: 'invalid' })
    expect(org.identity.login(inactive!.username, inactive!.password)).toEqual({ failure: 'inactive' })
    expect(org.identity.login(inactive!.username, 'wrong')).toEqual({ failure: 'invalid' })
  })

  test('locks a user after ten wrong passwords, for a quarter of an hour', () => {
    wrongTimes(9)
    expect(org.identity.login(org.user.username, 'wrong')).toEqual({ failure: 'locked' })
    expect(org.identity.login(org.user.username, org.user.password)).toEqual({ failure: 'locked' })
    expect(org.identity.login(org.other.username, org.other.password)).not.toHaveProperty('failure')
    org.clock.time += 15 * MINUTE - 1
    expect(org.identity.login(org.user.username, org.user.password)).toEqual({ failure: 'locked' })
    org.clock.time += 1
    expect(org.identity.login(org.user.username, 'wrong')).toEqual({ failure: 'invalid' })
    expect(org.identity.login(org.user.username, org.user.password)).not.toHaveProperty('failure')
  })

  test('counts from the start again after the right password', () => {
    wrongTimes(9)
    org.identity.login(org.user.username, org.user.password)
    wrongTimes(9)
    expect(org.identity.login(org.user.username, org.user.password)).not.toHaveProperty('failure')
  })

  test('works for a user made or renamed since', () => {
    org.update('User', org.user.userId, { Username: 'renamed@meridane.example' })
    const renamed = org.identity.credentials().find(({ userId }) => userId === org.user.userId)!
    expect(renamed.username).toBe('renamed@meridane.example')
    expect(org.identity.login(renamed.username, renamed.password)).not.toHaveProperty('failure')
    expect(org.identity.login(org.user.username, org.user.password)).toEqual({ failure: 'invalid' })
  })
})

describe('a new password', () => {
  test('ends every token, code and browser session of its user, and nobody else’s', async () => {
    const browser = createBrowser(org)
    const mine = await connect(org, PLAIN, { browser })
    const code = (await allow(org, PLAIN, { browser })).get('code')!
    const theirs = await connect(org, PLAIN, { username: org.other.username })
    const held = org.identity.accessTokenFor(org.user.userId)

    org.identity.changePassword(org.user.userId, 'a new one')

    expect(dataApi(org, held)).toBe('INVALID_SESSION_ID')
    expect(dataApi(org, mine.json.access_token)).toBe('INVALID_SESSION_ID')
    expect((await refresh(mine.json.refresh_token)).json).toEqual({
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    })
    const exchanged = await token(org, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: PLAIN.redirectUris[0]!,
      ...client(PLAIN),
    })
    expect(exchanged.json['error']).toBe('invalid_grant')
    expect((await browser.go(authorizeAddress(PLAIN))).text).toContain('Log in to')
    expect(dataApi(org, theirs.json.access_token)).toBe('let in')
    expect((await refresh(theirs.json.refresh_token)).status).toBe(200)
  })

  test('lets in with it alone, and unlocks', () => {
    wrongTimes(10)
    org.identity.changePassword(org.user.userId.slice(0, 15), 'a new one')
    expect(org.identity.login(org.user.username, org.user.password)).toEqual({ failure: 'invalid' })
    expect(org.identity.login(org.user.username, 'a new one')).not.toHaveProperty('failure')
    const known = org.identity.credentials().find(({ userId }) => userId === org.user.userId)
    expect(known?.password).toBe('a new one')
  })

  test('is for users only', () => {
    expect(() => org.identity.changePassword('005000000000001AAA', 'x')).toThrow('There is no user')
  })
})

describe('API access', () => {
  const disabled = 'API_CURRENTLY_DISABLED'

  test('taken away, a token is still given and the data APIs refuse it', async () => {
    org.identity.setApiAccess(org.user.userId, false)
    const { status, json } = await connect(org, PLAIN)
    expect(status).toBe(200)
    expect(() => org.identity.authenticate(`Bearer ${json.access_token}`)).toThrow(
      expect.objectContaining({
        status: 403,
        errors: [{ errorCode: disabled, message: 'API is disabled for this User' }],
      }),
    )
    expect(org.identity.hasApiAccess(org.user.userId)).toBe(false)
    org.identity.setApiAccess(org.user.userId, true)
    expect(dataApi(org, json.access_token)).toBe('let in')
  })

  test('comes from the profile, or else from a permission set', () => {
    const held = org.identity.accessTokenFor(org.user.userId)
    const profile = org.store.read('Profile', textOf(org.record(org.user.userId), 'ProfileId'))!
    for (const set of [...org.store.records('PermissionSet')].filter((one) => !one['IsOwnedByProfile'])) {
      org.store.plant('PermissionSet', [{ ...set, PermissionsApiEnabled: false }])
    }
    org.store.plant('Profile', [{ ...profile, PermissionsApiEnabled: false }])
    expect(dataApi(org, held)).toBe(disabled)

    const assigned = org.store
      .children('PermissionSetAssignment', 'AssigneeId', org.user.userId)
      .map((assignment) => org.store.read('PermissionSet', textOf(assignment, 'PermissionSetId'))!)
      .find((set) => !set['IsOwnedByProfile'])!
    org.store.plant('PermissionSet', [{ ...assigned, PermissionsApiEnabled: true }])
    expect(dataApi(org, held)).toBe('let in')
  })
})

describe('a user who is deactivated', () => {
  test('loses every session for good', async () => {
    const browser = createBrowser(org)
    const { json } = await connect(org, PLAIN, { browser })
    org.update('User', org.user.userId, { IsActive: false })
    expect(dataApi(org, json.access_token)).toBe('INVALID_SESSION_ID')
    org.update('User', org.user.userId, { IsActive: true })
    expect(dataApi(org, json.access_token)).toBe('INVALID_SESSION_ID')
    expect((await browser.go(authorizeAddress(PLAIN))).text).toContain('Log in to')
  })

  test('cannot be given a token', () => {
    expect(() => org.identity.accessTokenFor(org.inactive!.userId)).toThrow('There is no active user')
  })

  test('is out even when the record was put there without a word', () => {
    const held = org.identity.accessTokenFor(org.user.userId)
    org.store.plant('User', [{ ...org.record(org.user.userId), IsActive: false }])
    expect(dataApi(org, held)).toBe('INVALID_SESSION_ID')
  })
})

test('everything can be ended at once', async () => {
  const held = [org.user, org.other].map(({ userId }) => org.identity.accessTokenFor(userId))
  const { json } = await connect(org, PLAIN)
  org.identity.revokeAll(org.other.userId)
  expect(held.map((text) => dataApi(org, text))).toEqual(['let in', 'INVALID_SESSION_ID'])
  org.identity.revokeAll()
  expect(dataApi(org, held[0]!)).toBe('INVALID_SESSION_ID')
  expect((await refresh(json.refresh_token)).status).toBe(400)
})

test('a session in use outlives thousands that nobody comes back for', () => {
  const live = org.identity.accessTokenFor(org.user.userId)
  for (let count = 0; count < 3_000; count++) {
    org.clock.time += MINUTE
    org.identity.accessTokenFor(org.other.userId)
    expect(dataApi(org, live)).toBe('let in')
  }
  org.clock.time += 3 * HOUR
  expect(dataApi(org, live)).toBe('INVALID_SESSION_ID')
})

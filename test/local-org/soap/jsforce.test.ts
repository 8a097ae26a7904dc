import { Connection } from 'jsforce'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Commit } from '../../../local-org/records/types.ts'
import { deletedAccounts } from '../control/running-control.ts'
import { runningSoap } from './running-soap.ts'

let org: Awaited<ReturnType<typeof runningSoap>>
const commits: Commit[] = []
beforeAll(async () => {
  org = await runningSoap()
  org.store.onCommit((commit) => commits.push(commit))
})
afterAll(() => org.close())
afterEach(() => {
  commits.length = 0
  org.identity.setApiAccess(org.user.userId, true)
})

const connect = (version = '64.0') => new Connection({ loginUrl: org.url, version })
async function loggedIn(version = '64.0') {
  const conn = connect(version)
  await conn.login(org.user.username, org.user.password)
  return conn
}
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'fine',
    (problem: unknown) => (problem as { errorCode?: string }).errorCode,
  )

describe('jsforce logs in by SOAP', () => {
  it('with user name and password, and gets a session that the data API knows', async () => {
    const conn = connect()
    const info = await conn.login(org.user.username, org.user.password)
    expect(info).toEqual({
      id: org.user.userId,
      organizationId: org.orgId,
      url: `${org.url}/id/${org.orgId}/${org.user.userId}`,
    })
    expect(conn.instanceUrl).toBe(org.url)
    expect(org.identity.authenticate(`Bearer ${conn.accessToken!}`).userId).toBe(org.user.userId)
  })

  it.each([
    ['a wrong password', (password: string) => `${password}!`],
    ['no right letters', (password: string) => password.toUpperCase()],
  ])('not with %s', async (_, changed) => {
    const attempt = connect().login(org.user.username, changed(org.user.password))
    await expect(attempt).rejects.toThrow(
      /^INVALID_LOGIN: Invalid username, password, security token; or user locked out\.$/,
    )
  })

  it('not as a user who may not use the API, for whom no session is left behind', async () => {
    org.identity.setApiAccess(org.user.userId, false)
    await expect(connect().login(org.user.username, org.user.password)).rejects.toThrow(
      'API_CURRENTLY_DISABLED: API is disabled for this User',
    )
    org.identity.setApiAccess(org.user.userId, true)
    expect(() => org.identity.authenticate(`Bearer ${org.issued.at(-1)!}`)).toThrow(
      'Session expired or invalid',
    )
  })

  it.each(['65.0', '66.0'])('not in version %s, which has no login any more', async (version) => {
    await expect(connect(version).login(org.user.username, org.user.password)).rejects.toThrow(
      `INVALID_OPERATION: The SOAP Login operation is not available in the API version specified (${version}). ` +
        'Refer to the documentation for supported versions.',
    )
  })

  it.each(['30.0', '99.0'])('not in version %s, which is not served', async (version) => {
    await expect(connect(version).login(org.user.username, org.user.password)).rejects.toThrow(
      'UNSUPPORTED_API_VERSION: Invalid Api version specified on URL',
    )
  })

  it('with a password full of what XML must escape', async () => {
    const password = `a<b>&"c'd]]> é 漢 \t&amp; `
    org.identity.changePassword(org.user.userId, password)
    expect(await connect().login(org.user.username, password)).toMatchObject({ id: org.user.userId })
    org.identity.changePassword(org.user.userId, org.user.password)
  })

  it('and out again, after which the session is dead', async () => {
    const conn = await loggedIn()
    const other = await loggedIn()
    const token = conn.accessToken!
    await conn.logout()
    expect(() => org.identity.authenticate(`Bearer ${token}`)).toThrow('Session expired or invalid')
    expect(org.identity.authenticate(`Bearer ${other.accessToken!}`).userId).toBe(org.user.userId)
    const again = new Connection({ instanceUrl: org.url, accessToken: token, version: '64.0' })
    expect(await codeOf(again.soap.getUserInfo())).toBe('sf:INVALID_SESSION_ID')
  })

  it('and logs in anew by itself when its session has ended', async () => {
    const conn = await loggedIn()
    org.identity.revokeAll()
    expect(await conn.soap.getUserInfo()).toMatchObject({ userId: org.user.userId })
  })
})

describe('jsforce calls', () => {
  it('who it is', async () => {
    const conn = await loggedIn()
    const user = org.store.read('User', org.user.userId)!
    expect(await conn.soap.getUserInfo()).toMatchObject({
      userId: user.Id,
      userName: user['Username'],
      userFullName: user['Name'],
      userEmail: user['Email'],
      userTimeZone: user['TimeZoneSidKey'],
      userDefaultCurrencyIsoCode: user['DefaultCurrencyIsoCode'],
      profileId: user['ProfileId'],
      organizationId: org.orgId,
      organizationName: [...org.store.records('Organization')][0]!['Name'],
      organizationMultiCurrency: true,
      currencySymbol: null,
      sessionSecondsValid: 7200,
    })
  })

  it('what time it is', async () => {
    expect(await (await loggedIn()).soap.getServerTimestamp()).toEqual({
      timestamp: '2026-11-20T09:30:00.500Z',
    })
  })

  it('undelete, which takes records out of the recycle bin and says which it could not', async () => {
    const ids = deletedAccounts(org, 2)
    const conn = await loggedIn()
    commits.length = 0
    const results = await conn.soap.undelete([...ids, ids[0]!.replace('001', '003')])
    expect(results.slice(0, 2)).toEqual(ids.map((id) => ({ errors: [], id, success: true })))
    expect(results[2]).toMatchObject({
      id: null,
      success: false,
      errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id' }],
    })
    expect(ids.map((id) => org.store.read('Account', id)?.['IsDeleted'])).toEqual([false, false])
    expect(commits).toMatchObject([{ userId: org.user.userId, origin: 'com/salesforce/api/soap/64.0' }])
  })

  it('merge, after which the children are the master’s and the other is in the recycle bin', async () => {
    const [master, other, third] = [...org.store.records('Account')].map(({ Id }) => Id) as [
      string,
      string,
      string,
    ]
    const children = (id: string) =>
      ['Contact', 'Case', 'Opportunity'].flatMap((object) =>
        org.store.children(object, 'AccountId', id).map(({ Id }) => Id),
      )
    const moving = [...children(other), ...children(third)]
    expect(moving.length).toBeGreaterThan(0)
    const conn = await loggedIn()
    const values = { Name: 'R&D <Ltd> "漢"', NumberOfEmployees: 7, Industry: null }
    const result = await conn.soap.merge({
      masterRecord: { type: 'Account', Id: master, ...values },
      recordToMergeIds: [other, third.slice(0, 15)],
      additionalInformationMap: [],
    })
    expect(result).toMatchObject({ id: master, success: true, errors: [], mergedRecordIds: [other, third] })
    expect([...result.updatedRelatedIds].sort()).toEqual(expect.arrayContaining(moving.sort()))
    for (const id of [master, other, third]) expect(result.updatedRelatedIds).not.toContain(id)
    expect(org.store.read('Account', master)).toMatchObject(values)
    expect(org.store.read('Account', other)).toMatchObject({ IsDeleted: true, MasterRecordId: master })
    expect(children(master)).toEqual(expect.arrayContaining(moving))
    expect(commits[0]?.origin).toBe('com/salesforce/api/soap/64.0')
  })

  it('merge for several masters at once, each on its own', async () => {
    const [a, b, c] = [...org.store.records('Account')].map(({ Id }) => Id) as [string, string, string]
    const conn = await loggedIn()
    const one = (Id: string, ids: string[]) => ({
      masterRecord: { type: 'Account', Id },
      recordToMergeIds: ids,
      additionalInformationMap: [],
    })
    const results = await conn.soap.merge([one(a, [b]), one(c, [b]), one(c, [])])
    expect(results.map(({ success }) => success)).toEqual([true, false, false])
    expect(results[1]?.errors[0]).toMatchObject({ statusCode: 'ENTITY_IS_DELETED' })
    expect(commits).toHaveLength(1)
  })

  it('anything else, and is told that there is no such operation', async () => {
    const conn = await loggedIn()
    await expect(conn.soap.describeTabs()).rejects.toThrow(
      'No operation available for request {urn:partner.soap.sforce.com}describeTabs, please check the WSDL for the service.',
    )
    expect(await codeOf(conn.soap.setPassword('005', 'x'))).toBe('soapenv:Client')
  })

  it('in newer versions as well, with a token from elsewhere', async () => {
    const accessToken = org.identity.accessTokenFor(org.user.userId)
    const conn = new Connection({
      instanceUrl: org.url,
      accessToken,
      version: '66.0',
      callOptions: { client: 'Sync' },
    })
    const [id] = deletedAccounts(org, 1)
    commits.length = 0
    expect(await conn.soap.undelete([id!])).toMatchObject([{ success: true }])
    expect(commits[0]?.origin).toBe('com/salesforce/api/soap/66.0;client=Sync')
  })

  it('until no API request is left', async () => {
    const conn = await loggedIn()
    const { remaining } = org.limits.apiRequests()
    await conn.soap.getServerTimestamp()
    expect(org.limits.apiRequests().remaining).toBe(remaining - 1)
    org.limits.setRemaining(0)
    expect(await codeOf(conn.soap.getServerTimestamp())).toBe('sf:REQUEST_LIMIT_EXCEEDED')
    org.limits.setRemaining(1_000)
  })
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import jwt from 'jsonwebtoken'
import { LABELS } from '../../../local-org/apex/labels.ts'
import { getTeamView, type ApexSession } from '../../../local-org/apex/team-view-controller.ts'
import {
  createBusiness,
  createOrgKey,
  createOrgServer,
  loadPackage,
  orgIdFor,
  type OrgServer,
} from '../../../local-org/index.ts'
import { customField } from '../../../local-org/schema/custom.ts'
import ready from '../../contract/ready.json' with { type: 'json' }
import request from '../../contract/request-with-field.json' with { type: 'json' }
import { startBackend } from '../../support/backend-stand-in.ts'
import { PACKAGE } from '../../support/package.ts'

const business = createBusiness({ seed: 1, accounts: 12, today: '2026-11-20' })
const account = business.starring('headline')!
const ownCase = business.cases.of(account.Id)[0]!
const [looseCase] = business.cases.loose()
const renewal = business.opportunities.of(account.Id)[0]!

let backend: Awaited<ReturnType<typeof startBackend>>
let org: OrgServer
let session: ApexSession
beforeAll(async () => {
  backend = await startBackend()
  const key = await createOrgKey()
  org = createOrgServer({
    ...{ business, key, orgId: orgIdFor(1), backendUrl: backend.url, audience: 'https://first.example.com' },
    custom: loadPackage(PACKAGE),
  })
  const { orgId, schema, store } = org
  const userId = business.viewers.csm
  session = { orgId, schema, store, userId, key, backendUrl: backend.url, now: Date.now }
  for (const [name, more] of FIELDS) schema.addField('Account', customField({ name, ...more }))
})
afterAll(async () => {
  await org.close()
  await backend.close()
})
beforeEach(() => backend.answersWith(200, ready))
afterEach(() => {
  const [row, ...others] = rows()
  setUp(row!.Id, { Audience__c: 'https://first.example.com', Certificate__c: null, Account_Field__c: null })
  for (const { Id } of others) write({ op: 'erase', id: Id })
})

const FIELDS = [
  ['Domain__c', { type: 'string', length: 255 }],
  ['Story__c', { type: 'textarea', length: 1000 }],
  ['Seats__c', { type: 'double', precision: 8, scale: 2 }],
  ['Partner__c', { type: 'boolean' }],
  ['Since__c', { type: 'date' }],
  ['Seen__c', { type: 'datetime' }],
] as const

type Write = Parameters<OrgServer['store']['write']>[1][number]
const write = (one: Write) => {
  const [result] = org.store.write({ userId: org.administrator, origin: 'test' }, [one])
  expect(result).toMatchObject({ success: true })
}
const rows = () => [...org.store.records('Team_View_Settings__c')]
const setUp = (id: string, values: Record<string, unknown>) =>
  write({ op: 'update', object: 'Team_View_Settings__c', id, values })
const settings = (values: Record<string, unknown>) => setUp(rows()[0]!.Id, values)
const fill = (values: Record<string, unknown>) =>
  write({ op: 'update', object: 'Account', id: account.Id, values })

/** What the backend is asked about this record. */
async function asked(recordId: string): Promise<Record<string, string>> {
  await getTeamView({ recordId }, session)
  return Object.fromEntries(new URL(backend.seen.at(-1)!.url, backend.url).searchParams)
}
const failure = (recordId: string) => getTeamView({ recordId }, session).catch((problem: unknown) => problem)
const NOT_CONFIGURED = expect.objectContaining({ message: LABELS.TeamView_NotConfigured }) as unknown

describe('the mapped field of the account', () => {
  test('goes with the request, read with the record it is about', async () => {
    settings({ Account_Field__c: 'Domain__c' })
    fill({ Domain__c: request.query.value })
    for (const { Id } of [account, ownCase, renewal]) {
      const query = await asked(Id)
      expect(Object.keys(query)).toEqual(Object.keys(request.query))
      expect(query).toMatchObject({
        ...{ recordId: Id, accountId: account.Id },
        ...{ accountField: 'Domain__c', value: request.query.value },
      })
    }
  })

  test('is what it is now, and named as the org spells it', async () => {
    settings({ Account_Field__c: ' domain__C ' })
    fill({ Domain__c: 'a&b=c d+1%20 ü' })
    expect(await asked(ownCase.Id)).toMatchObject({ accountField: 'Domain__c', value: 'a&b=c d+1%20 ü' })
    fill({ Domain__c: 'later.example' })
    expect(await asked(ownCase.Id)).toMatchObject({ value: 'later.example' })
  })

  test('is named without a value when it is empty', async () => {
    settings({ Account_Field__c: 'Domain__c' })
    fill({ Domain__c: null })
    expect(await asked(account.Id)).toEqual({
      ...{ object: 'Account', recordId: account.Id, accountId: account.Id, accountField: 'Domain__c' },
    })
  })

  test.each([
    ['Seats__c', 250, '250'],
    ['Seats__c', 12.5, '12.5'],
    ['Partner__c', true, 'true'],
    ['Partner__c', false, 'false'],
    ['Since__c', '2027-03-31', '2027-03-31'],
    ['Seen__c', '2026-11-20T11:30:00+02:00', '2026-11-20T09:30:00.000Z'],
    ['ParentId', account.Id, account.Id],
    ['OwnerId', business.viewers.csm.slice(0, 15), business.viewers.csm],
    ['Domain__c', 'Say "hi"', 'Say "hi"'],
  ])('of a %s that is %j is said as %s', async (field, value, text) => {
    const child = [...business.accounts.all()].find(({ Id }) => Id !== account.Id)!
    settings({ Account_Field__c: field })
    write({ op: 'update', object: 'Account', id: child.Id, values: { [field]: value } })
    expect(await asked(child.Id)).toMatchObject({ accountField: field, value: text })
  })

  test('of more than 255 characters is left to the backend', async () => {
    settings({ Account_Field__c: 'Story__c' })
    fill({ Story__c: 'x'.repeat(255) })
    expect(await asked(account.Id)).toMatchObject({ accountField: 'Story__c', value: 'x'.repeat(255) })
    fill({ Story__c: 'x'.repeat(256) })
    expect(Object.keys(await asked(account.Id))).toEqual(['object', 'recordId', 'accountId'])
  })

  test.each([null, '', '  ', 'Id', ' ID ', 'Nowhere__c', 'Owner.Name', 'Id FROM User --', 'CaseNumber'])(
    'is left to the backend when the settings say %j',
    async (field) => {
      settings({ Account_Field__c: field })
      expect(Object.keys(await asked(ownCase.Id))).toEqual(['object', 'recordId', 'accountId'])
    },
  )

  test('is left to the backend when the user may not read it', async () => {
    settings({ Account_Field__c: 'Domain__c' })
    org.schema.hideField('Account', 'Domain__c')
    expect(Object.keys(await asked(ownCase.Id))).toEqual(['object', 'recordId', 'accountId'])
    org.schema.hideField('Account', 'Domain__c', false)
    expect(Object.keys(await asked(ownCase.Id))).toContain('accountField')
  })

  test('is not there without an account', async () => {
    settings({ Account_Field__c: 'Domain__c' })
    expect(await asked(looseCase!.Id)).toEqual({ object: 'Case', recordId: looseCase!.Id })
  })
})

describe("the package's settings", () => {
  const audience = async () => {
    await asked(account.Id)
    const token = backend.seen.at(-1)!.headers.authorization!.replace('Bearer ', '')
    return (jwt.decode(token) as jwt.JwtPayload).aud
  }

  test('say whom the token is for, at once', async () => {
    expect(await audience()).toBe('https://first.example.com')
    settings({ Audience__c: ' https://second.example.com ' })
    expect(await audience()).toBe('https://second.example.com')
  })

  test('of a profile or a user change nothing', async () => {
    for (const SetupOwnerId of [business.viewers.csm, [...org.business.profiles.all()][0]!.Id]) {
      const values = { SetupOwnerId, Audience__c: 'https://elsewhere.example.com', Account_Field__c: 'Name' }
      write({ op: 'insert', object: 'Team_View_Settings__c', values })
    }
    expect(await audience()).toBe('https://first.example.com')
    expect(await asked(account.Id)).not.toHaveProperty('accountField')
  })

  test('without an audience, or with a certificate that is not there, are not complete, and nobody is asked', async () => {
    for (const values of [{ Audience__c: null }, { Audience__c: 'x', Certificate__c: 'Rotated_2027' }]) {
      settings(values)
      expect(await failure(account.Id)).toEqual(NOT_CONFIGURED)
    }
    expect(backend.seen).toEqual([])
    settings({ Certificate__c: 'Team_View' })
    expect(await audience()).toBe('x')
  })

  test('that nobody made are not complete', async () => {
    const bare = createOrgServer({
      ...{ business, key: session.key, orgId: orgIdFor(1), backendUrl: backend.url },
      custom: loadPackage(PACKAGE),
    })
    const { schema, store } = bare
    expect([...store.records('Team_View_Settings__c')]).toEqual([])
    expect(
      await getTeamView({ recordId: account.Id }, { ...session, schema, store }).catch((p: unknown) => p),
    ).toEqual(NOT_CONFIGURED)
    await bare.close()
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AuraHandledException } from '../../../local-org/apex/aura-handled-exception.ts'
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
import request from '../../contract/request.json' with { type: 'json' }
import { startBackend } from '../../support/backend-stand-in.ts'
import { PACKAGE } from '../../support/package.ts'

const contract = join(import.meta.dirname, '../../contract')
const fixture = (name: string) =>
  JSON.parse(readFileSync(join(contract, name), 'utf8')) as Record<string, unknown>
const ANSWERS = readdirSync(contract).filter(
  (name) => /\.json$/.test(name) && !/^(error-|request)/.test(name),
)

const business = createBusiness({ seed: 1, accounts: 12, today: '2026-11-20' })
const account = business.starring('headline')!
const ownCase = business.cases.of(account.Id)[0]!
const looseCase = business.cases.loose().next().value!
const renewal = business.opportunities.of(account.Id)[1]!

let backend: Awaited<ReturnType<typeof startBackend>>
let org: OrgServer
let session: ApexSession
const AUDIENCE = 'https://team-view.example.com'
beforeAll(async () => {
  backend = await startBackend()
  const key = await createOrgKey()
  org = createOrgServer({
    ...{ business, key, orgId: orgIdFor(1), backendUrl: backend.url, audience: AUDIENCE },
    custom: loadPackage(PACKAGE),
  })
  const { orgId, schema, store } = org
  const userId = business.viewers.csm
  session = { orgId, schema, store, userId, key, backendUrl: backend.url, now: Date.now }
})
afterAll(async () => {
  await org.close()
  await backend.close()
})

const failure = async (recordId: string | null, changes: Partial<ApexSession> = {}) =>
  getTeamView({ recordId }, { ...session, ...changes }).then(
    () => expect.unreachable('it should have failed'),
    (problem: unknown) => problem,
  )
const handled = (label: keyof typeof LABELS) =>
  expect.objectContaining({ name: 'AuraHandledException', message: LABELS[label] }) as unknown

describe('what it asks', () => {
  test('is the request of the contract', async () => {
    backend.answersWith(200, fixture('ready.json'))
    await getTeamView({ recordId: ownCase.Id }, session)
    const [{ method, url, headers }] = backend.seen as [(typeof backend.seen)[0]]
    const asked = new URL(url, backend.url)
    expect(method).toBe(request.method)
    expect(asked.pathname).toBe(request.path)
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      object: 'Case',
      recordId: ownCase.Id,
      accountId: account.Id,
    })
    expect([...asked.searchParams.keys()]).toEqual(Object.keys(request.query))
    expect(headers.accept).toBe(request.headers.Accept)
  })

  test('is signed by the org for the user who looks', async () => {
    backend.answersWith(200, fixture('ready.json'))
    await getTeamView({ recordId: account.Id }, { ...session, userId: business.viewers.seller })
    const token = backend.seen[0]!.headers.authorization!.replace('Bearer ', '')
    const claims = jwt.verify(token, session.key.publicKey, { algorithms: ['RS256'] })
    expect(claims).toMatchObject({ iss: session.orgId, sub: business.viewers.seller, aud: AUDIENCE })
    expect(Object.keys(claims).toSorted()).toEqual(Object.keys(request.token.claims).toSorted())
  })

  test.each([
    ['an account', account.Id, { object: 'Account', recordId: account.Id, accountId: account.Id }],
    ['an opportunity', renewal.Id, { object: 'Opportunity', recordId: renewal.Id, accountId: account.Id }],
    ['a case without an account', looseCase.Id, { object: 'Case', recordId: looseCase.Id }],
    [
      'an id of 15 characters',
      account.Id.slice(0, 15),
      { object: 'Account', recordId: account.Id, accountId: account.Id },
    ],
  ])('names %s and the account behind it', async (_what, recordId, query) => {
    backend.answersWith(200, fixture('ready.json'))
    await getTeamView({ recordId }, { ...session, backendUrl: `${backend.url}/` })
    const asked = new URL(backend.seen[0]!.url, backend.url)
    expect(asked.pathname).toBe(request.path)
    expect(Object.fromEntries(asked.searchParams)).toEqual(query)
  })
})

test.each(ANSWERS)('the answer of %s reaches the component unchanged', async (name) => {
  backend.answersWith(200, fixture(name))
  expect(await getTeamView({ recordId: ownCase.Id }, session)).toStrictEqual(fixture(name))
})

describe('each failure has its own words', () => {
  test.each([
    ['error-400.json', 'TeamView_NotUnderstood'],
    ['error-401.json', 'TeamView_NotTrusted'],
    ['error-429.json', 'TeamView_TooManyRequests'],
    ['error-503.json', 'TeamView_Unavailable'],
  ] as const)('%s reads as %s', async (name, label) => {
    const { httpStatus, body } = fixture(name) as { httpStatus: number; body: unknown }
    backend.answersWith(httpStatus, body)
    expect(await failure(account.Id)).toEqual(handled(label))
  })

  test.each([
    [403, 'TeamView_NotTrusted'],
    [404, 'TeamView_Unavailable'],
    [500, 'TeamView_Unavailable'],
    [204, 'TeamView_Unavailable'],
  ] as const)('status %i reads as %s', async (status, label) => {
    backend.answersWith(status, '')
    expect(await failure(account.Id)).toEqual(handled(label))
  })

  test.each([
    '',
    'null',
    '[]',
    '"ready"',
    '{"status":""}',
    '{"status":7}',
    '{"status":"rea',
    '<!doctype html><title>Log in</title>',
  ])('an answer that is not ours is said to be unreadable: %s', async (body) => {
    backend.answersWith(200, body)
    expect(await failure(account.Id)).toEqual(handled('TeamView_NotUnderstood'))
  })

  test('a redirect is not followed, so the token goes nowhere else', async () => {
    backend.answers((_req, res) => void res.writeHead(302, { location: '/elsewhere' }).end())
    expect(await failure(account.Id)).toEqual(handled('TeamView_Unavailable'))
    expect(backend.seen).toHaveLength(1)
  })

  test('a backend that says nothing, or stops half-way, is given up on in time', async () => {
    backend.answers(() => undefined)
    expect(await failure(account.Id, { timeoutMs: 50 })).toEqual(handled('TeamView_Unavailable'))
    backend.answers((_req, res) => void res.writeHead(200, { 'content-length': 100 }).write('{"status":'))
    expect(await failure(account.Id, { timeoutMs: 50 })).toEqual(handled('TeamView_Unavailable'))
  })

  test('a backend that is not there', async () => {
    const gone = await startBackend()
    await gone.close()
    expect(await failure(account.Id, { backendUrl: gone.url })).toEqual(handled('TeamView_Unavailable'))
  })
})

describe('a record the user may not have is never asked about', () => {
  test.each([
    ['of another kind', business.contacts.of(account.Id)[0]!.Id, 'TeamView_UnsupportedRecord'],
    ['that is no id', 'nonsense', 'TeamView_UnsupportedRecord'],
    ['that is missing', null, 'TeamView_UnsupportedRecord'],
    ['that does not exist', request.query.accountId, 'TeamView_NoAccess'],
    ['whose case does not exist', request.query.recordId, 'TeamView_NoAccess'],
  ] as const)('an id %s', async (_what, recordId, label) => {
    backend.answersWith(200, fixture('ready.json'))
    expect(await failure(recordId)).toEqual(handled(label))
    expect(backend.seen).toEqual([])
  })

  test('a record in the recycle bin', async () => {
    backend.answersWith(200, fixture('ready.json'))
    const writer = { userId: org.administrator, origin: 'test' }
    const [made] = org.store.write(writer, [{ op: 'insert', object: 'Account', values: { Name: 'New' } }])
    const id = made!.id!
    org.store.write(writer, [{ op: 'delete', id }])
    expect(await failure(id)).toEqual(handled('TeamView_NoAccess'))
    expect(backend.seen).toEqual([])
    org.store.write(writer, [{ op: 'undelete', id }])
    expect(await getTeamView({ recordId: id }, session)).toEqual(fixture('ready.json'))
  })
})

test("the words are those of the package's labels", () => {
  const folder = join(import.meta.dirname, '../../../force-app/team-view/labels')
  const xml = readFileSync(join(folder, 'CustomLabels.labels-meta.xml'), 'utf8')
  for (const [name, words] of Object.entries(LABELS)) {
    const value = new RegExp(`<fullName>${name}</fullName>[^]*?<value>([^]*?)</value>`).exec(xml)?.[1]
    expect(value?.replace(/\s+/g, ' ').trim(), name).toBe(words)
  }
})

test('a failure is an exception of its own kind, with the cause kept for the console only', async () => {
  backend.answersWith(200, 'secret <html>')
  const problem = await failure(account.Id)
  expect(problem).toBeInstanceOf(AuraHandledException)
  expect(problem).toMatchObject({ status: 500, exceptionType: 'System.AuraHandledException' })
  expect((problem as Error).message).not.toContain('secret')
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordPage } from '../../lightning-host/record-page.ts'
import {
  createBusiness,
  createOrgKey,
  createOrgServer,
  loadPackage,
  orgIdFor,
  type OrgServer,
} from '../../local-org/index.ts'
import { customField } from '../../local-org/schema/custom.ts'
import { LABELS } from '../../local-org/apex/labels.ts'
import { ROUTES } from '../../local-org/pages/routes.ts'
import ready from '../contract/ready.json' with { type: 'json' }
import { startBackend } from '../support/backend-stand-in.ts'
import { PACKAGE } from '../support/package.ts'

const business = createBusiness({ seed: 1, accounts: 60, today: '2026-11-20' })
const { csm, seller, agent } = business.viewers
const account = business.starring('headline')!
const stranger = '0055e00000TvU01AAF'
const formerColleague = [...business.users.all()].find(({ IsActive }) => !IsActive)!

let backend: Awaited<ReturnType<typeof startBackend>>
let org: OrgServer
let url: string
beforeAll(async () => {
  backend = await startBackend()
  org = createOrgServer({
    business,
    key: await createOrgKey(),
    orgId: orgIdFor(1),
    backendUrl: backend.url,
    audience: 'https://team-view.example.com',
    custom: loadPackage(PACKAGE),
    pages: (req, res) => req.url === '/hello' && (res.end('from the pages'), true),
  })
  url = (await org.listen(0)).url
})
afterAll(async () => {
  await org.close()
  await backend.close()
})

interface Answer {
  status: number
  body: Record<string, unknown>
  headers: Headers
}
async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url + path, init)
  return {
    status: response.status,
    body: (await response.json()) as Answer['body'],
    headers: response.headers,
  }
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
const page = async (id: string, headers: Record<string, string> = {}) =>
  (await ask(`/preview/page?recordId=${id}`, { headers })).body as unknown as RecordPage

describe('record pages', () => {
  test('each of the three headline pages belongs to one customer and is full of facts', async () => {
    const { body } = await ask('/preview/examples')
    const { headline } = body as { headline: Record<'account' | 'case' | 'opportunity', string> }
    const kinds = { account: 'Account', case: 'Case', opportunity: 'Opportunity' } as const
    for (const kind of ['account', 'case', 'opportunity'] as const) {
      const shown = await page(headline[kind])
      expect(shown).toMatchObject({ object: kinds[kind], recordId: headline[kind] })
      expect(shown.name.length).toBeGreaterThan(3)
      expect(shown.highlights).toHaveLength(5)
      expect(shown.details.filter(({ value }) => value !== null).length).toBeGreaterThan(4)
      expect(shown.related.every(({ rows, columns }) => rows.length > 0 && columns.length > 1)).toBe(true)
    }
    const of = (shown: RecordPage) => shown.highlights.find(({ label }) => label === 'Account')
    for (const kind of ['case', 'opportunity'] as const) {
      expect(of(await page(headline[kind]))).toMatchObject({
        value: account.Name,
        href: `/lightning/r/Account/${headline.account}/view`,
      })
    }
  })

  test('the rows of every related list have what its columns name', async () => {
    for (const { recordId } of (await page(account.Id)).examples) {
      for (const { columns, rows, label } of (await page(recordId)).related) {
        for (const row of rows)
          for (const { fieldName } of columns) expect(row, label).toHaveProperty(fieldName)
      }
    }
  })

  test('the examples open, and cover every answer the backend has', async () => {
    const { examples } = await page(account.Id)
    for (const { object, recordId, name } of examples)
      expect(await page(recordId)).toMatchObject({ object, name })
    const mappings = examples.map(({ recordId }) => business.health(recordId)?.mapping)
    expect(mappings).toEqual(expect.arrayContaining(['one', 'several', 'prospect']))
    const loose = examples.filter(({ note }) => note.includes('without an account'))
    expect(loose.map(({ object }) => object)).toEqual(['Case', 'Opportunity'])
  })

  test('15 characters name the same record', async () => {
    expect(await page(account.Id.slice(0, 15))).toEqual(await page(account.Id))
  })

  test.each([
    ['', 400],
    ['nonsense', 400],
    [stranger, 404],
    ['0015e00000TvA01AAF', 404],
  ])('the record "%s" has no page: %i', async (id, status) => {
    expect(await ask(`/preview/page?recordId=${id}`)).toMatchObject({
      status,
      body: { message: expect.any(String) },
    })
  })
})

describe('who looks', () => {
  const cookieOf = ({ headers }: Answer) => headers.get('set-cookie')

  test('is a licensed user at first, and the choices leave out who cannot log in', async () => {
    const { viewer, viewers } = await page(account.Id)
    expect(viewer).toMatchObject({ id: csm, locale: 'en-GB', timeZone: 'Europe/London' })
    expect(viewers.map(({ id }) => id)).toEqual([csm, seller, agent])
    for (const { id } of viewers) expect(business.users.byId(id)?.IsActive).toBe(true)
  })

  test('can be chosen, in a cookie that scripts and other sites cannot use', async () => {
    const chosen = await post('/preview/viewer', { userId: seller })
    expect(cookieOf(chosen)).toBe(`viewer=${seller}; Path=/; HttpOnly; SameSite=Strict`)
    const shown = await page(account.Id, { cookie: `other=1; viewer=${seller}` })
    expect(shown.viewer.id).toBe(seller)
  })

  test.each([
    ['a user of nobody', { userId: stranger }],
    ['someone who left', { userId: formerColleague.Id }],
    ['a record that is no user', { userId: account.Id }],
    ['nothing', {}],
    ['a list', { userId: [seller] }],
  ])('cannot be %s', async (_who, body) => {
    const answer = await post('/preview/viewer', body)
    expect(answer.status).toBe(400)
    expect(cookieOf(answer)).toBeNull()
  })

  test.each([stranger, formerColleague.Id, account.Id, '', '"><script>', '__proto__'])(
    'is the default again when a cookie says "%s"',
    async (value) => {
      const shown = await page(account.Id, { cookie: `viewer=${value}` })
      expect(shown.viewer.id).toBe(csm)
    },
  )
})

describe('Apex over HTTP', () => {
  const teamView = (params: unknown, headers = {}) =>
    post('/apex/TeamViewController.getTeamView', { params }, headers)
  const lastSubject = () => {
    const token = backend.seen.at(-1)!.headers.authorization!.replace('Bearer ', '')
    return (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: string }).sub
  }

  test('returns the value that the backend gave', async () => {
    backend.answersWith(200, ready)
    expect(await teamView({ recordId: account.Id })).toMatchObject({
      status: 200,
      body: { returnValue: ready },
    })
    expect(lastSubject()).toBe(csm)
  })

  test('asks in the name of the chosen viewer, and never of someone a cookie made up', async () => {
    backend.answersWith(200, ready)
    await teamView({ recordId: account.Id }, { cookie: `viewer=${agent}` })
    expect(lastSubject()).toBe(agent)
    await teamView({ recordId: account.Id }, { cookie: `viewer=${stranger}` })
    expect(lastSubject()).toBe(csm)
  })

  test('gives a failure as Salesforce gives an AuraHandledException', async () => {
    backend.answersWith(401, {})
    const failed = await teamView({ recordId: account.Id })
    expect(failed.status).toBe(500)
    expect(failed.body).toEqual({
      message: LABELS.TeamView_NotTrusted,
      exceptionType: 'System.AuraHandledException',
    })
    expect((await teamView({ recordId: null })).body['message']).toBe(LABELS.TeamView_UnsupportedRecord)
  })

  test('is not there without the package', async () => {
    const bare = createOrgServer({
      ...{ business, key: await createOrgKey(), orgId: orgIdFor(1), backendUrl: backend.url },
      audience: 'https://team-view.example.com',
    })
    const { url: address } = await bare.listen(0)
    const answer = await fetch(`${address}/apex/TeamViewController.getTeamView`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ params: { recordId: account.Id } }),
    })
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { message: expect.stringContaining('--package force-app') },
    ])
    await bare.close()
  })

  test('refuses a parameter that is no id before anything is read', async () => {
    backend.answersWith(200, ready)
    for (const recordId of ['nonsense', 7, ['0015e00000TvA01AAF']]) {
      expect((await teamView({ recordId })).status).toBe(400)
    }
    expect(backend.seen).toEqual([])
  })
})

describe('records of the User Interface API', () => {
  beforeAll(() => org.schema.hideField('Account', 'Fax'))

  test('follow what an admin does to custom fields, and show what was written since', async () => {
    org.schema.addField('Account', customField({ name: 'Domain__c', type: 'string', length: 80 }))
    org.store.write({ userId: org.administrator, origin: 'test' }, [
      { op: 'update', object: 'Account', id: account.Id, values: { Domain__c: 'northwind.example' } },
    ])
    const fields = async (name: string) =>
      (await ask(`/ui-api/records/${account.Id}?fields=Account.${name}`)).body['fields']
    expect(await fields('Domain__c')).toEqual({
      Domain__c: { displayValue: null, value: 'northwind.example' },
    })
    org.schema.renameField('Account', 'Domain__c', 'Web_Domain__c')
    expect(await fields('Web_Domain__c')).toMatchObject({ Web_Domain__c: { value: 'northwind.example' } })
    expect(await fields('Domain__c')).toBeUndefined()
  })

  test('come with the fields that were asked for, through lookups too', async () => {
    const { Id, AccountId, Subject } = business.cases.of(account.Id)[0]!
    const { body } = await ask(
      `/ui-api/records/${Id}?fields=Case.Subject,Case.AccountId,Case.Account.Name&optionalFields=Case.Nope,Case.Status`,
    )
    expect(body).toMatchObject({
      apiName: 'Case',
      id: Id,
      fields: {
        Subject: { value: Subject },
        AccountId: { value: AccountId },
        Account: {
          displayValue: account.Name,
          value: { apiName: 'Account', fields: { Name: { value: account.Name } } },
        },
      },
    })
    expect(Object.keys(body['fields'] as object)).toEqual(['Subject', 'AccountId', 'Account', 'Status'])
  })

  test('have an empty parent where the lookup is empty', async () => {
    const { Id } = business.cases.loose().next().value!
    const { body } = await ask(`/ui-api/records/${Id}?fields=Case.Account.Name`)
    expect(body['fields']).toEqual({ Account: { displayValue: null, value: null } })
  })

  test.each([
    ['a field that does not exist', `${account.Id}?fields=Account.Nope`, 400],
    ['a field hidden from everyone', `${account.Id}?fields=Account.Fax`, 400],
    ['a field of another object', `${account.Id}?fields=Case.Subject`, 400],
    ['an inherited property', `${account.Id}?fields=Account.constructor`, 400],
    ['a record that does not exist', '0015e00000TvA01AAF', 404],
    ['text that is no id', 'nonsense', 404],
  ])('refuse %s', async (_what, path, status) => {
    expect(await ask(`/ui-api/records/${path}`)).toMatchObject({
      status,
      body: { message: expect.any(String) },
    })
  })
})

describe('bad requests', () => {
  const send = (body: string, type = 'application/json') =>
    ask('/preview/viewer', { method: 'POST', body, headers: { 'content-type': type } })

  test('a body that is not a JSON object is refused', async () => {
    for (const body of ['', '{', '[]', 'null', '"x"']) expect((await send(body)).status, body).toBe(400)
  })

  test('a body that a form on another site could send is refused', async () => {
    expect((await send(JSON.stringify({ userId: seller }), 'text/plain')).status).toBe(415)
  })

  test('a body over 100 KB is refused', async () => {
    expect((await send(JSON.stringify({ userId: seller, more: 'x'.repeat(100 * 1024) }))).status).toBe(413)
  })

  test('the wrong method is told the right one', async () => {
    const answer = await ask('/preview/viewer')
    expect(answer).toMatchObject({ status: 405 })
    expect(answer.headers.get('allow')).toBe('POST')
  })

  test('another path goes to the pages, and what they do not know is not there', async () => {
    expect(await (await fetch(`${url}/hello`)).text()).toBe('from the pages')
    for (const path of [
      '/nothing',
      '/apex/Other.method',
      '/preview',
      '/ui-api/records/',
      '/%',
      '//',
      '//other.example/preview/page',
    ]) {
      expect((await ask(path)).status, path).toBe(404)
    }
  })

  test('no route answers what another viewer may be shown from a cache', async () => {
    expect(ROUTES).toHaveLength(5)
    expect((await ask('/preview/examples')).headers.get('cache-control')).toBe('no-store')
  })
})

test('a port that is taken is an error, not a silence', async () => {
  const { port } = new URL(url)
  const second = createOrgServer({
    business,
    key: await createOrgKey(),
    orgId: orgIdFor(1),
    backendUrl: backend.url,
    audience: 'x',
  })
  await expect(second.listen(Number(port))).rejects.toThrow('EADDRINUSE')
})

describe('the front page', () => {
  test('says which org this is and where things are, and nothing that is secret', async () => {
    const bare = createOrgServer({
      ...{ business, key: await createOrgKey(), orgId: orgIdFor(1) },
      ...{ backendUrl: backend.url, audience: 'https://team-view.example.com' },
    })
    const { url: address } = await bare.listen(0)
    const answer = await fetch(`${address}/`)
    const page = await answer.text()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page).not.toMatch(/<script/i)
    for (const said of [business.name, bare.orgId, 'docs/LOCAL-ORG.md', '/services/oauth2/authorize'])
      expect(page).toContain(said)
    const links = [...page.matchAll(/<a href="([^"]+)"/g)].map(([, link]) => link!)
    expect(links).toEqual(['/services/data', '/control', '/preview/examples'])
    for (const link of links) expect((await fetch(address + link)).status, link).toBe(200)
    const secrets = [
      ...bare.identity.credentials().flatMap(({ username, password }) => [username, password]),
      ...bare.identity.apps().flatMap(({ clientSecret, clientId }) => [clientSecret ?? '', clientId]),
    ]
    for (const secret of secrets.filter(Boolean)) expect(page).not.toContain(secret)
    const head = await fetch(`${address}/`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const others = [await fetch(`${address}/`, { method: 'POST' }), await fetch(`${address}/nothing`)]
    expect(others.map(({ status }) => status)).toEqual([404, 404])
    await bare.close()
  })

  test('gives way to pages that are served', async () => {
    const withPages = createOrgServer({
      ...{ business, key: await createOrgKey(), orgId: orgIdFor(1) },
      ...{ backendUrl: backend.url, audience: 'https://team-view.example.com' },
      pages: (req, res) => req.url === '/' && (res.end('from the pages'), true),
    })
    const { url: address } = await withPages.listen(0)
    expect(await (await fetch(`${address}/`)).text()).toBe('from the pages')
    await withPages.close()
  })
})

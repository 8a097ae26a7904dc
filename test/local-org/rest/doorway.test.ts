import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createBusiness,
  createOrgKey,
  createOrgServer,
  orgIdFor,
  type OrgServer,
} from '../../../local-org/index.ts'

const business = createBusiness({ seed: 1, accounts: 80, today: '2026-11-20' })
const { csm, seller } = business.viewers
const DATA = '/services/data/v65.0'
const REQUESTS_PER_DAY = 50

let org: OrgServer
let url: string
let token: string
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 23, 59)
  org = createOrgServer({
    ...{ business, key: await createOrgKey(), orgId: orgIdFor(1), now: () => now },
    ...{ backendUrl: 'http://127.0.0.1:9', audience: 'x', apiRequestsPerDay: REQUESTS_PER_DAY },
  })
  url = (await org.listen(0)).url
  token = org.identity.accessTokenFor(org.administrator)
})
afterEach(() => org.close())

interface Asked {
  method?: string
  body?: unknown
  headers?: Record<string, string>
  as?: string
}

/** Whatever is answered; a test says what it expects. */
interface Answered {
  id: string
  Name: string
  user_id: string
  DailyApiRequests: object
  nextRecordsUrl: string
  totalSize: number
  done: boolean
  records: { Id: string }[]
}

async function ask(path: string, { method = 'GET', body, headers, as = token }: Asked = {}) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = (text === '' ? undefined : JSON.parse(text)) as Answered
  const { errorCode } = (Array.isArray(json) ? (json[0] ?? {}) : {}) as { errorCode?: string }
  return { status: response.status, json, errorCode, usage: response.headers.get('sforce-limit-info') }
}
const query = (soql: string, as?: Asked) => ask(`${DATA}/query?q=${encodeURIComponent(soql)}`, as)
const soap = async (sessionId: string) => {
  const response = await fetch(`${url}/services/Soap/u/64.0`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><e:Header>
      <SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader></e:Header>
      <e:Body><getServerTimestamp/></e:Body></e:Envelope>`,
  })
  return /<faultcode>(?:sf:)?(\w+)/.exec(await response.text())?.[1]
}

describe('the requests of a day', () => {
  const used = (count: number) => `api-usage=${count}/${REQUESTS_PER_DAY}`

  test('are told with every answer, and only those let in are counted', async () => {
    expect((await ask('/services/data')).usage).toBe(used(0))
    expect(await ask(`${DATA}/limits`, { as: 'nobody' })).toMatchObject({ status: 401, usage: used(0) })
    expect(await ask('/services/data/v99.0/limits')).toMatchObject({ status: 404, usage: used(0) })
    expect(await ask(`${DATA}/limits`)).toMatchObject({ status: 200, usage: used(1) })
    expect(await ask(`${DATA}/nope`)).toMatchObject({ status: 404, usage: used(2) })
    expect(await query('SELECT')).toMatchObject({ status: 400, usage: used(3) })
    const { json } = await ask(`${DATA}/limits`)
    expect(json.DailyApiRequests).toEqual({ Max: REQUESTS_PER_DAY, Remaining: REQUESTS_PER_DAY - 4 })
  })

  test('used up, every door of the API says so until the next day begins in UTC', async () => {
    org.limits.setRemaining(1)
    expect((await ask(`${DATA}/limits`)).status).toBe(200)
    const refused = { status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', usage: used(REQUESTS_PER_DAY) }
    for (const path of ['/limits', '/sobjects', '/query?q=SELECT', '/jobs/query', '/nope']) {
      expect(await ask(DATA + path), path).toMatchObject(refused)
    }
    expect(await soap(token)).toBe('REQUEST_LIMIT_EXCEEDED')
    expect((await ask('/services/data')).status).toBe(200)
    now += 59_999
    expect((await ask(`${DATA}/limits`)).status).toBe(403)
    now += 1
    expect(await ask(`${DATA}/limits`)).toMatchObject({ status: 200, usage: used(1) })
    expect(await soap(token)).toBeUndefined()
  })
})

describe('an address', () => {
  test('of a version that is not served, or of nothing at all, is refused in Salesforce’s shape', async () => {
    const paths = ['v30.0', 'v69.0', 'v65.1', 'v65', 'latest'].map(
      (version) => `/services/data/${version}/limits`,
    )
    for (const path of [...paths, `${DATA}/nope`, `${DATA}/sobjects/Nope`, '/services/nope']) {
      const answer = await ask(path)
      expect([answer.status, answer.json], path).toEqual([
        404,
        [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      ])
    }
    const versions = (await ask('/services/data')).json as unknown as { url: string }[]
    for (const { url: path } of [versions[0]!, versions.at(-1)!])
      expect((await ask(path)).status, path).toBe(200)
  })

  test('may begin with two slashes', async () => {
    expect((await ask(`/${DATA}/limits`)).status).toBe(200)
    const answer = await fetch(`${url}//services/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer.status).toBe(200)
  })
})

describe('a method', () => {
  test('that a client cannot send is named in the address of a POST, and of nothing else', async () => {
    const { json } = await ask(`${DATA}/sobjects/Account`, { method: 'POST', body: { Name: 'First' } })
    const account = `${DATA}/sobjects/Account/${json.id}`
    const renamed = await ask(`${account}?_HttpMethod=PATCH`, { method: 'POST', body: { Name: 'Second' } })
    expect(renamed.status).toBe(204)
    expect((await ask(`${account}?_HttpMethod=DELETE`)).json.Name).toBe('Second')
    expect(await ask(account, { method: 'PUT' })).toMatchObject({
      status: 405,
      errorCode: 'METHOD_NOT_ALLOWED',
    })
  })

  test('HEAD is answered as GET is, without a body', async () => {
    for (const [path, status] of [
      ['/limits', 200],
      ['/nope', 404],
    ] as const) {
      const answer = await fetch(url + DATA + path, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${token}` },
      })
      expect([answer.status, await answer.text()]).toEqual([status, ''])
      expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    }
  })
})

test('an answer is packed for who takes it packed, and for nobody else', async () => {
  const raw = (encoding: string) =>
    new Promise<{ encoding: string | undefined; bytes: Buffer }>((resolve) => {
      const headers = { authorization: `Bearer ${token}`, 'accept-encoding': encoding }
      request(`${url}${DATA}/sobjects`, { headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({ encoding: answer.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
        )
      }).end()
    })
  const plain = await raw('identity')
  expect(plain.encoding).toBeUndefined()
  for (const encoding of ['gzip', 'deflate, gzip;q=0.5', 'br, GZIP']) {
    const packed = await raw(encoding)
    expect(packed.encoding, encoding).toBe('gzip')
    expect(gunzipSync(packed.bytes)).toEqual(plain.bytes)
  }
  for (const encoding of ['gzip;q=0', 'br, gzip; q=0.0', 'x-gzipped'])
    expect(await raw(encoding), encoding).toEqual(plain)
})

describe('who may go on', () => {
  const BATCH = { headers: { 'sforce-query-options': 'batchSize=200' } }
  const CASES = 'SELECT Id FROM Case'

  test('a locator is of use to its user alone, and while they have a session', async () => {
    const as = org.identity.accessTokenFor(csm)
    const { json } = await query(CASES, { ...BATCH, as })
    const invalid = { status: 400, errorCode: 'INVALID_QUERY_LOCATOR' }
    expect(await ask(json.nextRecordsUrl)).toMatchObject(invalid)
    expect((await ask(json.nextRecordsUrl, { as })).status).toBe(200)
    org.identity.changePassword(csm, 'Changed-1!')
    for (const path of [json.nextRecordsUrl, `${DATA}/limits`, '/services/data/v65.0/jobs/query']) {
      expect(await ask(path, { as }), path).toMatchObject({ status: 401, errorCode: 'INVALID_SESSION_ID' })
    }
    expect(await soap(as)).toBe('INVALID_SESSION_ID')
  })

  test('a user deactivated over REST is out at once, and stays out with that token', async () => {
    const as = org.identity.accessTokenFor(seller)
    const active = (IsActive: boolean) =>
      ask(`${DATA}/sobjects/User/${seller}`, { method: 'PATCH', body: { IsActive } })
    expect((await ask(`${DATA}/limits`, { as })).status).toBe(200)
    expect((await active(false)).status).toBe(204)
    expect((await ask(`${DATA}/limits`, { as })).status).toBe(401)
    expect(await soap(as)).toBe('INVALID_SESSION_ID')
    expect((await active(true)).status).toBe(204)
    expect((await ask(`${DATA}/limits`, { as })).status).toBe(401)
  })

  test('without API access every door of the API is shut, and the user still known', async () => {
    const as = org.identity.accessTokenFor(csm)
    org.identity.setApiAccess(csm, false)
    const disabled = { status: 403, errorCode: 'API_CURRENTLY_DISABLED' }
    for (const path of ['/limits', '/jobs/query', '/jobs/ingest', '/sobjects'])
      expect(await ask(DATA + path, { as }), path).toMatchObject(disabled)
    expect(await soap(as)).toBe('API_CURRENTLY_DISABLED')
    expect((await ask('/services/oauth2/userinfo', { as })).json.user_id).toBe(csm)
    org.identity.setApiAccess(csm, true)
    expect((await ask(`${DATA}/limits`, { as })).status).toBe(200)
  })
})

test('what writes do in between, the pages of a query give each record of its start once', async () => {
  const first = await query('SELECT Id, Subject FROM Case', {
    headers: { 'sforce-query-options': 'batchSize=200' },
  })
  const ids = first.json.records.map(({ Id }) => Id)
  for (let page = first.json; !page.done;) {
    const id = ids.at(-1)
    await ask(`${DATA}/sobjects/Case/${id}`, { method: 'PATCH', body: { Subject: 'Changed in between' } })
    await ask(`${DATA}/sobjects/Case`, { method: 'POST', body: { Subject: 'Made in between' } })
    page = (await ask(page.nextRecordsUrl, { headers: { 'sforce-query-options': 'batchSize=200' } })).json
    expect(page.totalSize).toBe(first.json.totalSize)
    ids.push(...page.records.map(({ Id }) => Id))
  }
  expect(ids.length).toBeGreaterThan(200)
  expect(new Set(ids).size).toBe(first.json.totalSize)
})

describe('an API that Salesforce has and this org has not', () => {
  test.each([
    [`${DATA}/tooling/query?q=SELECT+Id+FROM+ApexClass`, 'Tooling API'],
    [`${DATA}/parameterizedSearch?q=Acme`, 'search'],
    [`${DATA}/search?q=FIND+{Acme}`, 'search'],
    [`${DATA}/analytics/reports`, 'Reports and Dashboards API'],
    [`${DATA}/chatter/users/me`, 'Chatter API'],
    [`${DATA}/connect/communities`, 'Connect API'],
    [`${DATA}/wave`, 'CRM Analytics API'],
    [`${DATA}/actions/standard`, 'invocable actions'],
    [`${DATA}/process/approvals`, 'approvals and process rules'],
    [`${DATA}/metadata/deployRequest`, 'Metadata API'],
    [`${DATA}/GraphQL`, 'GraphQL API'],
    ['/services/apexrest/Mine/1', 'Apex REST'],
    ['/services/async/65.0/job', 'Bulk API 1.0 (Bulk API 2.0 is at /jobs)'],
  ])('is named: %s', async (path, name) => {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
    const message = `The requested resource does not exist: this org has no ${name}`
    expect([answer.status, await answer.json()]).toEqual([404, [{ errorCode: 'NOT_FOUND', message }]])
  })

  test.each([`${DATA}/nonsense`, `${DATA}/toolings`, '/services/nonsense', `${DATA}/constructor`])(
    'is not any other unknown path: %s',
    async (path) => {
      const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
      const message = 'The requested resource does not exist'
      expect([answer.status, await answer.json()]).toEqual([404, [{ errorCode: 'NOT_FOUND', message }]])
    },
  )
})

// Every fault as a client meets it at the org's real doors, armed as people arm it: by an option, and while the org runs.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { FAULT_KINDS } from '../../../local-org/faults/kinds.ts'
import { parseFault } from '../../../local-org/faults/index.ts'
import { readCommandLine } from '../../../local-org/command-line.ts'
import { createOrgKey } from '../../../local-org/index.ts'
import { readyLine } from '../../../local-org/ready.ts'
import { startLocalOrg, type RunningOrg } from '../../support/local-org.ts'
import { runOrg, type OrgProcess, type ReadyLine } from '../../support/org-process.ts'
import { until } from '../../support/until.ts'
import { connect as connectEvents } from '../events/client.ts'
import { connect, type TestOrg } from '../identity/support.ts'

interface Answer {
  readonly status: number
  readonly type: string
  readonly headers: Headers
  readonly text: string
  // What a client reads on from; checked where it is read.
  readonly json: Record<string, unknown>
}

const tokenOf = (org: ReadyLine) => org.users[0]!.accessToken
async function ask(org: ReadyLine, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(org.url + path, {
    ...init,
    headers: { authorization: `Bearer ${tokenOf(org)}`, ...(init.headers as Record<string, string>) },
  })
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  const json = (type.startsWith('application/json') ? JSON.parse(text) : {}) as Answer['json']
  return { status: response.status, type, headers: response.headers, text, json }
}
const DATA = '/services/data/v65.0'
const api = (org: ReadyLine, path: string, body?: unknown) =>
  ask(org, DATA + path, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  })
const query = (org: ReadyLine, soql: string) =>
  api(org, `/query?${new URLSearchParams({ q: soql }).toString()}`)
const CONTACTS = 'SELECT Id FROM Contact'

async function bulk(org: ReadyLine): Promise<{ path: string; job: Answer }> {
  const { json } = await api(org, '/jobs/query', { operation: 'query', query: CONTACTS })
  const path = `/jobs/query/${json.id as string}`
  return {
    path,
    job: await until(async () => {
      const job = await api(org, path)
      return job.json.state === 'JobComplete' ? job : undefined
    }),
  }
}

const form = (org: ReadyLine, fields: Record<string, string>) =>
  ask(org, '/services/oauth2/token', {
    method: 'POST',
    body: new URLSearchParams({
      client_id: org.app.clientId,
      client_secret: org.app.clientSecret,
      ...fields,
    }),
  })
const login = (org: ReadyLine) => {
  const { username, password } = org.users[0]!
  return form(org, { grant_type: 'password', username, password })
}
const refresh = (org: ReadyLine, token: string) =>
  form(org, { grant_type: 'refresh_token', refresh_token: token })
async function refreshTokenOf(org: ReadyLine): Promise<string> {
  const user = org.users[0]!
  const app = { ...org.app, name: 'Team View', redirectUris: [org.app.redirectUri], scopes: [] }
  const { json } = await connect({ url: org.url, user } as unknown as TestOrg, app, user)
  return json.refresh_token
}
const soap = (org: ReadyLine) =>
  ask(org, '/services/Soap/u/65.0', {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body:
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com">' +
      `<soapenv:Header><SessionHeader><sessionId>${tokenOf(org)}</sessionId></SessionHeader></soapenv:Header>` +
      '<soapenv:Body><getUserInfo/></soapenv:Body></soapenv:Envelope>',
  })

const invalidSession = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]
const FAULT =
  /^<\?xml .*<soapenv:Fault><faultcode>sf:(\w+)<\/faultcode><faultstring>\1: [^<]+<\/faultstring><detail>/
const SOAP_PATH = 'path=/services/Soap'
const TOKEN_PATH = 'path=/services/oauth2/token'

type Script = readonly [fault: string, what: string, see: (org: ReadyLine) => Promise<void>]
const SCRIPTS: readonly Script[] = [
  [
    'unauthorized:path=/query',
    'a 401 once',
    async (org) => {
      const refused = await query(org, CONTACTS)
      expect([refused.status, refused.json]).toEqual([401, invalidSession])
      expect((await query(org, CONTACTS)).status).toBe(200)
    },
  ],
  [
    'unauthorized:times=always',
    'a 401 for ever, whatever new token the org hands out',
    async (org) => {
      const token = await refreshTokenOf(org)
      for (let each = 0; each < 3; each++) {
        expect((await query(org, CONTACTS)).json).toEqual(invalidSession)
        expect((await login(org)).status).toBe(200)
      }
      expect((await refresh(org, token)).json).toHaveProperty('access_token')
      const identity = await ask(org, '/services/oauth2/userinfo')
      expect([identity.status, identity.text]).toEqual([403, 'Bad_OAuth_Token'])
      expect((await ask(org, `/id/${org.orgId}/${org.users[0]!.userId}`)).text).toBe('Bad_OAuth_Token')
    },
  ],
  [
    `unauthorized:${SOAP_PATH}`,
    'a SOAP call without a session',
    async (org) => {
      const { status, type, text } = await soap(org)
      expect([status, type]).toEqual([500, 'text/xml; charset=utf-8'])
      expect(FAULT.exec(text)?.[1]).toBe('INVALID_SESSION_ID')
      expect((await soap(org)).text).toContain('<getUserInfoResponse>')
    },
  ],
  [
    'unavailable:path=/jobs',
    'a 503 of the bulk API',
    async (org) => {
      const { status, json } = await api(org, '/jobs/query')
      expect([status, json]).toEqual([
        503,
        [{ message: 'Server Unavailable', errorCode: 'SERVER_UNAVAILABLE' }],
      ])
      expect((await api(org, '/jobs/query')).status).toBe(200)
    },
  ],
  [
    `unavailable:${SOAP_PATH}`,
    'a SOAP call to a server that is not there',
    async (org) => {
      const { type, text } = await soap(org)
      expect(type).toBe('text/xml; charset=utf-8')
      expect(FAULT.exec(text)?.[1]).toBe('SERVER_UNAVAILABLE')
    },
  ],
  [
    `unavailable:${TOKEN_PATH}`,
    'a token endpoint that is down',
    async (org) => {
      const down = await login(org)
      expect([down.status, down.type]).toEqual([503, 'text/html;charset=UTF-8'])
      expect((await login(org)).status).toBe(200)
    },
  ],
  [
    'limit:times=2',
    'the limit of API requests, which a login does not count towards',
    async (org) => {
      expect((await login(org)).status).toBe(200)
      const { status, json } = await query(org, CONTACTS)
      const words = { message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }
      expect([status, json]).toEqual([403, [words]])
      expect(FAULT.exec((await soap(org)).text)?.[1]).toBe('REQUEST_LIMIT_EXCEEDED')
    },
  ],
  [
    'html:path=/services/oauth2/**',
    'a page where a token should be',
    async (org) => {
      const { status, type } = await login(org)
      expect([status, type]).toEqual([200, 'text/html;charset=UTF-8'])
    },
  ],
  [
    'html:path=/jobs/query/*/results',
    'a page where CSV should be',
    async (org) => {
      const { path } = await bulk(org)
      expect((await api(org, `${path}/results`)).type).toBe('text/html;charset=UTF-8')
      expect((await api(org, `${path}/results`)).type).toMatch(/^text\/csv/)
    },
  ],
  [
    `latency:ms=300,${TOKEN_PATH}`,
    'a token that is long in coming',
    async (org) => {
      const began = performance.now()
      expect((await login(org)).json).toHaveProperty('access_token')
      expect(performance.now() - began).toBeGreaterThan(295)
    },
  ],
  [
    'latency:ms=300,path=/jobs/query/*/results',
    'CSV that is long in coming',
    async (org) => {
      const { path } = await bulk(org)
      const began = performance.now()
      expect((await api(org, `${path}/results`)).text).toMatch(/^"Id"\n/)
      expect(performance.now() - began).toBeGreaterThan(295)
    },
  ],
  [
    'cut:path=/jobs/query/*/results',
    'CSV that breaks off',
    async (org) => {
      const { path } = await bulk(org)
      await expect(api(org, `${path}/results`)).rejects.toThrow()
      expect((await api(org, `${path}/results`)).status).toBe(200)
    },
  ],
  [
    'cut:path=/query,afterBytes=40',
    'JSON that breaks off',
    async (org) => {
      await expect(query(org, CONTACTS)).rejects.toThrow()
      expect((await query(org, CONTACTS)).status).toBe(200)
    },
  ],
  [
    'stall:path=/query',
    'JSON that comes to no end',
    async (org) => {
      const signal = AbortSignal.timeout(300)
      const path = `${DATA}/query?${new URLSearchParams({ q: CONTACTS }).toString()}`
      await expect(ask(org, path, { signal })).rejects.toThrow(/timeout/)
    },
  ],
  [
    'wrong-total:by=7,path=/services/data/v65.0/query',
    'a total that lies',
    async (org) => {
      const lie = (await query(org, CONTACTS)).json.totalSize
      expect(lie).toBe(Number((await query(org, CONTACTS)).json.totalSize) + 7)
    },
  ],
  [
    'wrong-count:by=-3,times=2',
    'counts of a bulk job that lie',
    async (org) => {
      const { path, job } = await bulk(org)
      const lies = await api(org, `${path}/results`)
      const rows = lies.text.trim().split('\n').length - 1
      expect(job.json.numberRecordsProcessed).toBe(rows - 3)
      expect(lies.headers.get('sforce-numberofrecords')).toBe(String(rows - 3))
      expect((await api(org, path)).json.numberRecordsProcessed).toBe(rows)
    },
  ],
  [
    'expired-locator:path=/query',
    'a page of a query that has gone',
    async (org) => {
      const many = await api(org, '/query?q=SELECT+Id+FROM+Contact')
      expect(many.json.totalSize).toBeGreaterThan(200)
      const first = await ask(org, `${DATA}/query?q=SELECT+Id+FROM+Contact`, {
        headers: { 'sforce-query-options': 'batchSize=200' },
      })
      const next = first.json.nextRecordsUrl as string
      const gone = await ask(org, next)
      expect([gone.status, gone.json]).toEqual([
        400,
        [expect.objectContaining({ errorCode: 'INVALID_QUERY_LOCATOR' })],
      ])
      expect((await ask(org, next)).json.records).toBeInstanceOf(Array)
    },
  ],
  [
    'expired-locator:path=/services/data/v65.0/jobs/query',
    'a page of a bulk job that has gone',
    async (org) => {
      const { path } = await bulk(org)
      const locator = (await api(org, `${path}/results?maxRecords=5`)).headers.get('sforce-locator')!
      const page = () => api(org, `${path}/results?maxRecords=5&locator=${locator}`)
      const gone = await page()
      expect(gone.status).toBe(400)
      expect(gone.text).toMatch(/LOCATOR/i)
      expect((await page()).text.trim().split('\n')).toHaveLength(6)
    },
  ],
  [
    'lost-refresh-token',
    'a refresh token that is used up for nothing',
    async (org) => {
      const token = await refreshTokenOf(org)
      await expect(refresh(org, token)).rejects.toThrow()
      const again = await refresh(org, token)
      expect([again.status, again.json.error]).toEqual([400, 'invalid_grant'])
    },
  ],
  [
    'instance-url:url=http://127.0.0.1:9/elsewhere',
    'an instance somewhere else',
    async (org) => {
      expect((await login(org)).json.instance_url).toBe('http://127.0.0.1:9/elsewhere')
      expect((await login(org)).json.instance_url).toBe(org.url)
    },
  ],
  [
    'other-org:orgId=00D5e00000ABCDEFGH',
    'another org behind the same login',
    async (org) => {
      const { id, access_token: token } = (await login(org)).json as Record<string, string>
      expect(id).toContain('/id/00D5e00000ABCDE')
      expect(token).toMatch(/^00D5e00000ABCDE!/)
      expect((await login(org)).json.id).toContain(org.orgId)
    },
  ],
  [
    'stream-stall:path=/data/AccountChangeEvent',
    'a stream of events that goes silent',
    async (org) => {
      const as = { accesstoken: tokenOf(org), instanceurl: org.url, tenantid: org.orgId }
      const bus = connectEvents(org.pubsub, org.certificate)
      const listen = (topicName: string) =>
        bus.subscribe({ topicName, replayPreset: 'EARLIEST', numRequested: 5 }, as)
      const stalled = listen('/data/AccountChangeEvent')
      const before = stalled.raw().length
      await api(org, '/sobjects/Account', { Name: 'Unheard' })
      const fault = async () => (await ask(org, '/control/faults')).json.faults as { struck: number }[]
      await until(async () => (await fault())[0]?.struck === 1)
      const again = listen('/data/AccountChangeEvent')
      await until(() => again.raw().length > before)
      expect([stalled.raw().length, stalled.outcome]).toEqual([before, {}])
      bus.close()
    },
  ],
]

test('no kind of fault is left out', () => {
  const seen = new Set(SCRIPTS.map(([fault]) => parseFault(fault).kind))
  expect([...seen].sort()).toEqual(Object.keys(FAULT_KINDS).sort())
})

const aKey = createOrgKey()

describe('by --fault', () => {
  let org: RunningOrg | undefined
  afterEach(() => org?.close())

  // As main.ts does it, but for a process each: that is tried below, and in command-line.test.ts.
  test.each(SCRIPTS)('%s: %s', async (fault, _what, see) => {
    const settings = readCommandLine(['--fault', fault])
    if ('help' in settings) throw new Error('no settings')
    const key = await aKey
    org = await startLocalOrg({ accounts: 150, faults: settings.faults, key })
    await see(JSON.parse(readyLine(org, org, key)) as ReadyLine)
  })

  test('of the command: every one that is given', async () => {
    const [first, second] = [SCRIPTS[0]!, SCRIPTS.find(([fault]) => fault === `unavailable:${TOKEN_PATH}`)!]
    const running = await runOrg(['--accounts', '150', '--fault', first[0], '--fault', second[0]])
    await first[2](running)
    await second[2](running)
    expect(running.written().err).toBe('')
    await running.stop()
  })
})

describe('by the control door', () => {
  let org: OrgProcess
  beforeAll(async () => {
    org = await runOrg(['--accounts', '150'])
  })
  afterAll(() => org.stop())
  const control = (method: string, body?: unknown) =>
    ask(org, '/control/faults', {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  test.each(SCRIPTS)('%s: %s', async (fault, _what, see) => {
    await control('DELETE')
    expect((await control('POST', parseFault(fault))).status).toBe(201)
    await see(org)
    expect(org.written().err).toBe('')
  })
})

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from 'jsforce'
import { onTestFinished } from 'vitest'
import { createBulk, type BulkParts } from '../../../local-org/bulk/index.ts'
import { createFaults } from '../../../local-org/faults/index.ts'
import type { BaseTable } from '../../../local-org/records/base.ts'
import type { Values } from '../../../local-org/records/types.ts'
import { createDoor } from '../../../local-org/rest/door.ts'
import { createLimits } from '../../../local-org/rest/limits.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'
import type { ObjectType } from '../../../local-org/schema/types.ts'
import { compileQuery } from '../../../local-org/soql/index.ts'
import { field, NOON, object, smallOrg, systemFields, table } from '../records/small-org.ts'

/** Fields of the kinds that matter to CSV. */
export const TYPES: readonly ObjectType[] = [
  object('User', '005', [field('Name', 'string'), field('IsActive', 'boolean')]),
  object('Account', '001', [
    field('Name', 'string', { length: 80, nillable: false, nameField: true }),
    field('Notes__c', 'textarea', { length: 4000 }),
    field('Amount__c', 'currency', { precision: 18, scale: 2 }),
    field('Active__c', 'boolean', { nillable: false }),
    field('Founded__c', 'date'),
    field('Seen__c', 'datetime'),
    field('ExtId__c', 'string', { length: 20, externalId: true, idLookup: true, unique: true }),
    field('ParentId', 'reference', {
      referenceTo: ['Account'],
      relationshipName: 'Parent',
      children: { name: 'ChildAccounts' },
    }),
    field('BillingAddress', 'address', { createable: false, updateable: false, formula: () => null }),
  ]),
  {
    name: 'Secret',
    label: 'Secret',
    labelPlural: 'Secrets',
    keyPrefix: 'a0s',
    fields: systemFields,
    bulk: false,
  },
]

export const USERS = [0, 1].map((number) => makeId('005', number))

export interface BulkOrgOptions extends Partial<Pick<BulkParts, 'recordsPerPage' | 'compile'>> {
  accounts?: number
  account?: (number: number) => Values
}

/** The bulk endpoints behind the org's real door, over its real store. Each token is the name of its user. */
export async function bulkOrg({ accounts = 0, account, ...more }: BulkOrgOptions = {}) {
  const values = account ?? ((number: number) => ({ Name: `Account ${number}`, Active__c: number % 2 === 0 }))
  const base = new Map<string, BaseTable>([['Account', table('001', accounts, values)]])
  const org = smallOrg(TYPES, base)
  const folder = mkdtempSync(join(tmpdir(), 'bulk-test-'))
  const faults = createFaults()
  const { schema, store, clock } = org
  const now = () => clock.now
  const compile: BulkParts['compile'] = (text, options) => compileQuery(text, { schema, store }, options)
  const bulk = createBulk({ schema, store, compile, folder, faults, now, ...more })
  const door = createDoor({
    endpoints: () => bulk.endpoints,
    authenticate: (header) => {
      const userId = USERS[Number(header?.split(' ')[1])] ?? ''
      return { userId, clientId: '', scopes: [] }
    },
    limits: createLimits({ max: 1e6, now }),
  })
  const server = createServer((req, res) => void door.handle(req, res, new URL(req.url ?? '', 'http://org')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await bulk.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    ...org,
    ...client(url),
    bulk,
    faults,
    url,
    files: () => readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.csv')),
    connection: () => new Connection({ instanceUrl: url, accessToken: '0', version: '65.0' }),
  }
}
export type BulkOrg = Awaited<ReturnType<typeof bulkOrg>>

interface Sent {
  user?: number
  version?: number
  headers?: Record<string, string>
  body?: string
  json?: unknown
}

/** What is looked at in the answers: those about jobs, about lists of them, about pages, and errors. */
export interface Json {
  id: string
  object: string
  operation: string
  state: string
  numberRecordsProcessed: number
  numberRecordsFailed: number
  errorMessage?: string
  done: boolean
  records: Json[]
  resultPages: { resultUrl: string }[]
  nextRecordsUrl: string | null
  [index: number]: { errorCode: string; message: string }
}

export interface Answered {
  status: number
  headers: Headers
  text: string
  json: Json
}

function client(url: string) {
  async function call(method: string, path: string, sent: Sent = {}): Promise<Answered> {
    const { user = 0, version = 65, headers = {}, json } = sent
    const body = json === undefined ? sent.body : JSON.stringify(json)
    const response = await fetch(`${url}/services/data/v${version}.0/jobs${path}`, {
      method,
      headers: { authorization: `Bearer ${user}`, 'accept-encoding': 'identity', ...headers },
      ...(body !== undefined && { body }),
    })
    // Other than text(), this keeps a byte order mark.
    const text = Buffer.from(await response.arrayBuffer()).toString()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (isJson ? JSON.parse(text) : {}) as Json,
    }
  }
  /** Asks until the job is over. */
  async function over(kind: 'query' | 'ingest', id: string): Promise<Json> {
    for (;;) {
      const { json } = await call('GET', `/${kind}/${id}`)
      if (['JobComplete', 'Failed', 'Aborted'].includes(json.state)) return json
    }
  }
  return {
    call,
    over,
    async query(text: string, more: object = {}) {
      const { status, json } = await call('POST', '/query', {
        json: { operation: 'query', query: text, ...more },
      })
      if (status !== 200) throw new Error(JSON.stringify(json))
      return over('query', json.id)
    },
    /** All pages of a job's results, of these sizes in turn. */
    async pages(id: string, sizes: readonly number[]) {
      const pages: Answered[] = []
      let locator = ''
      while (locator !== 'null') {
        const size = sizes[pages.length % sizes.length]
        const page = await call(
          'GET',
          `/query/${id}/results?maxRecords=${size}${locator && `&locator=${locator}`}`,
        )
        locator = page.headers.get('sforce-locator') ?? 'null'
        pages.push(page)
      }
      return pages
    },
    async ingest(job: object, csv: string) {
      const created = await call('POST', '/ingest', {
        json: { object: 'Account', operation: 'insert', ...job },
      })
      if (created.status !== 200) throw new Error(created.text)
      const { id } = created.json
      await call('PUT', `/ingest/${id}/batches`, { body: csv, headers: { 'content-type': 'text/csv' } })
      await call('PATCH', `/ingest/${id}`, { json: { state: 'UploadComplete' } })
      return over('ingest', id)
    },
    async outcome(id: string) {
      const get = async (kind: string) => (await call('GET', `/ingest/${id}/${kind}`)).text
      return {
        successful: await get('successfulResults'),
        failed: await get('failedResults'),
        unprocessed: await get('unprocessedrecords'),
      }
    },
  }
}
export { NOON }

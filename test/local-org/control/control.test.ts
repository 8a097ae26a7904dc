import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SalesforceProblem } from '../../../local-org/salesforce-problem.ts'
import { deletedAccounts, runningControl } from './running-control.ts'

let org: Awaited<ReturnType<typeof runningControl>>
beforeAll(async () => {
  org = await runningControl()
})
afterAll(() => org.close())
beforeEach(() => org.faults.disarm())

const post = (path: string, body: unknown) => org.call('POST', `/control${path}`, body)
const someAccounts = (count: number) => [...org.store.records('Account')].slice(0, count).map(({ Id }) => Id)
describe('the list of what there is', () => {
  it('names each request with what it takes, and each of them exists', async () => {
    const { status, body } = await org.call('GET', '/control')
    expect(status).toBe(200)
    const requests = (body.actions as { request: string }[]).map(({ request }) => request)
    expect(requests).toEqual(
      expect.arrayContaining([
        'GET /control/faults',
        'POST /control/faults',
        'DELETE /control/faults',
        'POST /control/stage',
        'POST /control/undelete',
        'POST /control/merge',
        ...['add-object', 'add-field', 'remove-field', 'rename-field', 'hide-field', 'show-field'].map(
          (name) => `POST /control/schema/${name}`,
        ),
        'POST /control/users/:user/password',
        'POST /control/users/:user/api-access',
        'POST /control/sessions/revoke',
        ...['gap', 'overflow', 'expire'].map((name) => `POST /control/events/${name}`),
        'POST /control/limits',
      ]),
    )
    for (const named of requests.filter((each) => each.startsWith('POST'))) {
      const path = named.replace('POST ', '').replace(':user', 'nobody')
      const answer = await org.call('POST', path, { nonsense: 1 })
      expect(answer.status, named).toBe(400)
    }
  })

  it('leaves other paths to others', async () => {
    expect((await fetch(`${org.url}/controls`)).status).toBe(418)
  })

  it('says where to look when a path or a method is wrong', async () => {
    expect(await org.call('GET', '/control/nothing')).toEqual({
      status: 404,
      body: { message: 'There is no /control/nothing. GET /control says what there is.' },
    })
    expect(await org.call('DELETE', '/control/stage')).toEqual({
      status: 405,
      body: { message: 'DELETE is not allowed here, POST is.' },
    })
  })
})

describe('faults', () => {
  it('are armed, counted and disarmed', async () => {
    const first = await post('/faults', { kind: 'latency', ms: 5, times: 2 })
    const second = await post('/faults', { kind: 'unauthorized', times: 'always' })
    expect([first.status, first.body.left, second.body.left]).toEqual([201, 2, null])
    org.faults.take('latency')
    const { body } = await org.call('GET', '/control/faults')
    expect(body.faults).toEqual([{ ...first.body, struck: 1, left: 1 }, second.body])
    expect((await org.call('DELETE', `/control/faults/${first.body.id as string}`)).status).toBe(200)
    expect((await org.call('DELETE', `/control/faults/${first.body.id as string}`)).status).toBe(404)
    expect(org.faults.list().map(({ spec }) => spec.kind)).toEqual(['unauthorized'])
    await org.call('DELETE', '/control/faults')
    expect(org.faults.list()).toEqual([])
  })

  it('are refused with every mistake named, and then nothing is armed', async () => {
    const { status, body } = await post('/faults', { kind: 'latency', ms: -1, tims: 3 })
    expect(status).toBe(400)
    expect(body.mistakes).toEqual([
      'latency: ms must be a whole number from 0 to 600000, not -1.',
      'latency: There is no tims here. It takes ms, path, method, times, after.',
    ])
    expect(org.faults.list()).toEqual([])
  })
})

describe('records', () => {
  it('come out of the recycle bin, and what cannot says why', async () => {
    const ids = deletedAccounts(org, 2)
    expect(org.store.read('Account', ids[0]!)?.['IsDeleted']).toBe(true)
    const wrong = '001000000000000AAA'
    const refusal = `${wrong}: invalid cross reference id`
    const body = { message: refusal, mistakes: [refusal] }
    expect(await post('/undelete', { ids: [...ids, wrong] })).toEqual({ status: 400, body })
    expect(org.store.read('Account', ids[0]!)?.['IsDeleted']).toBe(true)
    expect(await post('/undelete', { ids })).toEqual({ status: 200, body: { ids } })
    expect(org.store.read('Account', ids[0]!)?.['IsDeleted']).toBe(false)
  })

  it('that cannot be merged are named with the reason', async () => {
    const [master, other] = someAccounts(2) as [string, string]
    const [gone] = deletedAccounts(org, 1) as [string]
    const message = `${gone} into ${master}: entity is deleted`
    const answer = await post('/merge', { object: 'Account', master, ids: [gone] })
    expect(answer).toEqual({ status: 400, body: { message, mistakes: [message] } })
    const both = await post('/merge', { object: 'Account', master, ids: [other, gone] })
    expect([both.status, both.body.message]).toEqual([
      400,
      `${other} and ${gone} into ${master}: entity is deleted`,
    ])
    expect(org.store.read('Account', other)?.['IsDeleted']).toBe(false)
  })

  it('are merged, and their children move', async () => {
    const [master, other] = someAccounts(2) as [string, string]
    const moved = org.store.children('Contact', 'AccountId', other).map(({ Id }) => Id)
    const { body } = await post('/merge', { object: 'Account', master, ids: [other] })
    expect(body).toEqual({ id: master })
    expect(org.store.read('Account', other)).toMatchObject({ IsDeleted: true, MasterRecordId: master })
    expect(moved.length).toBeGreaterThan(0)
    for (const id of moved) expect(org.store.read('Contact', id)?.['AccountId']).toBe(master)
  })

  it('appear late, by a path of its own or as a stage', async () => {
    const before = org.store.count('Account')
    await post('/rows/late', { object: 'Account', count: 2, age: 60 })
    const { body } = await post('/stage', { stage: 'late-rows', object: 'Account', count: 1, age: 60 })
    expect(body.ids).toHaveLength(1)
    expect(org.store.count('Account')).toBe(before + 3)
  })
})

describe('the schema', () => {
  const account = () => org.schema.object('Account')!

  it('hides a field and shows it again', async () => {
    await post('/schema/hide-field', { object: 'Account', field: 'Industry' })
    expect(account().field('Industry')).toBeUndefined()
    await post('/schema/show-field', { object: 'Account', field: 'Industry' })
    expect(account().field('Industry')).toBeDefined()
  })

  it('renames and removes a field', async () => {
    await post('/schema/rename-field', { object: 'Account', from: 'Support_Level__c', to: 'Tier__c' })
    expect([account().field('Support_Level__c'), account().field('Tier__c')?.key]).toEqual([
      undefined,
      'Support_Level__c',
    ])
    await post('/schema/remove-field', { object: 'Account', field: 'Tier__c' })
    expect(account().field('Tier__c')).toBeUndefined()
    expect(await post('/schema/remove-field', { object: 'Account', field: 'Tier__c' })).toEqual({
      status: 400,
      body: { message: 'Account has no field Tier__c.' },
    })
  })

  it('gets a custom object with fields that records can be written to', async () => {
    const fields = [
      { name: 'ExtId__c', type: 'string', length: 40, externalId: true, unique: true },
      { name: 'Size__c', type: 'double', precision: 5, scale: 1, required: true, label: 'How big' },
      { name: 'Kind__c', type: 'picklist', values: ['A', 'B'], restricted: true },
      { name: 'Account__c', type: 'reference', referenceTo: 'Account', children: { name: 'Plants__r' } },
      { name: 'Notes__c', type: 'textarea', length: 32_000 },
      { name: 'Done__c', type: 'boolean' },
    ]
    expect((await post('/schema/add-object', { name: 'Plant__c', fields })).status).toBe(200)
    const [parent] = someAccounts(1)
    const insert = (values: Record<string, unknown>) =>
      org.store.write(org.writer, [{ op: 'insert', object: 'Plant__c', values }])[0]!
    const values = {
      Name: 'P',
      ExtId__c: 'x',
      Size__c: 1.5,
      Kind__c: 'A',
      Account__c: parent,
      Notes__c: 'n'.repeat(3_000),
    }
    expect(insert(values)).toMatchObject({ success: true, errors: [] })
    expect(insert(values).errors[0]?.statusCode).toBe('DUPLICATE_VALUE')
    expect(insert({ Name: 'Q' }).errors[0]?.statusCode).toBe('REQUIRED_FIELD_MISSING')
    expect(insert({ Name: 'Q', Size__c: 1, Kind__c: 'C' }).errors[0]?.statusCode).toBe(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    )
    expect(org.schema.childRelationships('Account')).toContainEqual(
      expect.objectContaining({ name: 'Plants__r', object: 'Plant__c' }),
    )
    expect(org.schema.object('Plant__c')).toMatchObject({
      keyPrefix: 'a00',
      label: 'Plant',
      labelPlural: 'Plants',
    })
    expect((await post('/schema/add-object', { name: 'Other__c' })).status).toBe(200)
    expect(org.schema.object('Other__c')?.keyPrefix).toBe('a01')
    expect((await post('/schema/add-object', { name: 'Plant__c' })).body.message).toMatch(
      'There is already a Plant__c.',
    )
  })

  it('gets a field of every type', async () => {
    const types = ['email', 'phone', 'url', 'boolean', 'int', 'double', 'currency', 'percent', 'date']
    for (const type of [...types, 'datetime']) {
      const name = `Of_${type}__c`
      expect((await post('/schema/add-field', { object: 'Account', name, type })).status, type).toBe(200)
      expect(account().field(name)?.type).toBe(type)
    }
    for (const type of ['string', 'textarea']) {
      const text = { object: 'Account', name: `Of_${type}__c`, type, length: 80 }
      expect((await post('/schema/add-field', text)).status, type).toBe(200)
    }
    const values = { object: 'Account', name: 'Many__c', type: 'multipicklist', values: ['x'] }
    expect((await post('/schema/add-field', values)).status).toBe(200)
  })

  it.each<[string | string[], string[]]>([
    ['Account', ['Account']],
    [
      ['Case', 'Contact'],
      ['Case', 'Contact'],
    ],
  ])('gets a field that leads to %j, as a file of custom objects says it', async (referenceTo, objects) => {
    const name = `Leads_${objects.join('_')}__c`
    const children = `${objects.join('_')}_Invoices__r`
    const field = { object: 'Opportunity', name, type: 'reference', referenceTo, children }
    expect(await post('/schema/add-field', field)).toEqual({ status: 200, body: {} })
    expect(org.schema.object('Opportunity')?.field(name)).toMatchObject({ referenceTo: objects })
    const named = org.schema.childRelationships(objects[0]!).map(({ name: relationship }) => relationship)
    expect(named).toContain(children)
  })

  it.each([
    [{ object: 'Account', name: 'NoSuffix', type: 'string' }, /name must be .* ends in __c, not "NoSuffix"/],
    [{ object: 'Account', name: 'Two__x__c', type: 'string' }, /name must be/],
    [{ object: 'Account', name: 'P__c', type: 'picklist' }, /values: is needed for a picklist/],
    [
      { object: 'Account', name: 'R__c', type: 'reference', referenceTo: ['Nope'] },
      /There is no object Nope/,
    ],
    [
      { object: 'Account', name: 'R__c', type: 'reference', to: 'Case' },
      /There is no to here\. .*referenceTo/,
    ],
    [
      { object: 'Account', name: 'R__c', type: 'reference', referenceTo: 'Case', children: 'Invoices' },
      /children must be a relationship name like Invoices__r, not "Invoices"/,
    ],
    [{ object: 'Nope', name: 'R__c', type: 'date' }, /There is no object Nope/],
    [{ object: 'Account', name: 'R__c', type: 'id' }, /type must be one of string/],
  ])('refuses the field %j', async (body, words) => {
    const answer = await post('/schema/add-field', body)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toMatch(words)
  })

  it('says which of the fields of a new object is wrong', async () => {
    const fields = [
      { name: 'A__c', type: 'date' },
      { name: 'B__c', type: 'text' },
    ]
    const { body } = await post('/schema/add-object', { name: 'Wrong__c', fields })
    expect(body.message).toMatch(/fields\[1\]\.type/)
    expect(org.schema.object('Wrong__c')).toBeUndefined()
    const taken = await post('/schema/add-object', { name: 'Wrong__c', prefix: 'a00' })
    expect(taken.body.message).toMatch('The key prefix a00 is taken.')
  })
})

describe('people', () => {
  const user = () => org.identity.credentials().find(({ isActive }) => isActive)!
  const mayCall = (token: string) => {
    try {
      return org.identity.authenticate(`Bearer ${token}`).userId !== ''
    } catch (problem) {
      return (problem as SalesforceProblem).errors[0]?.errorCode
    }
  }

  it('get another password, which ends their sessions', async () => {
    const { userId, username } = user()
    const token = org.identity.accessTokenFor(userId)
    expect((await post(`/users/${userId}/password`, { password: 'new one' })).status).toBe(200)
    expect(mayCall(token)).toBe('INVALID_SESSION_ID')
    expect(org.identity.login(username, 'new one')).toMatchObject({ userId })
  })

  it('are known by their user name as well', async () => {
    const { userId, username } = user()
    const path = `/users/${encodeURIComponent(username.toUpperCase())}/api-access`
    const token = org.identity.accessTokenFor(userId)
    expect((await post(path, { allowed: false })).status).toBe(200)
    expect(mayCall(token)).toBe('API_CURRENTLY_DISABLED')
    await post(path, { allowed: true })
    expect(mayCall(token)).toBe(true)
    expect((await post('/users/nobody/api-access', { allowed: true })).body.message).toBe(
      'There is no user nobody.',
    )
  })

  it('lose their sessions: one of them, or all', async () => {
    const [one, two] = org.identity.credentials().filter(({ isActive }) => isActive)
    const tokens = [one!, two!].map(({ userId }) => org.identity.accessTokenFor(userId)) as [string, string]
    await post('/sessions/revoke', { user: one!.userId })
    expect(tokens.map(mayCall)).toEqual(['INVALID_SESSION_ID', true])
    await post('/sessions/revoke', {})
    expect(tokens.map(mayCall)).toEqual(['INVALID_SESSION_ID', 'INVALID_SESSION_ID'])
  })

  it('named in the path are not named in the body too', async () => {
    const { userId } = user()
    const { status, body } = await post(`/users/${userId}/password`, { user: userId, password: 'x' })
    expect([status, body.message]).toEqual([400, 'password: There is no user here. It takes password.'])
  })
})

describe('events and limits', () => {
  it('takes gaps, overflows and expiry for objects that exist', async () => {
    const ids = someAccounts(1)
    expect((await post('/events/gap', { object: 'account', ids })).status).toBe(200)
    expect((await post('/events/gap', { object: 'Account', ids, type: 'GAP_DELETE' })).status).toBe(200)
    expect((await post('/events/overflow', { object: 'Account' })).status).toBe(200)
    expect((await post('/events/expire', { before: 10 })).status).toBe(200)
    expect((await post('/events/capture', { object: 'Account', on: false })).status).toBe(200)
    expect((await post('/events/overflow', { object: 'Nope' })).body.message).toBe('There is no object Nope.')
    expect((await post('/events/gap', { object: 'Account', ids: [] })).status).toBe(400)
  })

  it('sets how many API requests are left', async () => {
    await post('/limits', { remaining: 1 })
    expect(org.limits.apiRequests()).toEqual({ max: 1_000, remaining: 1 })
    org.limits.count()
    expect(() => org.limits.count()).toThrow('TotalRequests Limit exceeded.')
  })
})

describe('strangers', () => {
  /** With headers that fetch would not let through. */
  function raw(headers: Record<string, string>, method = 'POST', body = '{"remaining":7}') {
    return new Promise<{ status: number | undefined; body: string; cors: unknown }>((resolve, reject) => {
      const { port, hostname } = new URL(org.url)
      const req = request({ host: hostname, port, method, path: '/control/limits', headers }, (res) => {
        let text = ''
        res.on('data', (chunk: Buffer) => (text += chunk.toString()))
        res.on('end', () =>
          resolve({ status: res.statusCode, body: text, cors: res.headers['access-control-allow-origin'] }),
        )
      })
      req.on('error', reject)
      req.end(method === 'POST' ? body : undefined)
    })
  }
  const json = { 'content-type': 'application/json' }
  const host = () => new URL(org.url).host
  beforeEach(() => org.limits.setRemaining(3))
  const isUnchanged = () => expect(org.limits.apiRequests().remaining).toBe(3)

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'text/plain; application/json', ''])(
    'who send "%s", as any page can unasked, are refused',
    async (type) => {
      expect((await raw({ 'content-type': type })).status).toBe(415)
      isUnchanged()
    },
  )

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
    'from the origin %s are refused',
    async (origin) => {
      expect((await raw({ ...json, origin })).status).toBe(403)
      isUnchanged()
    },
  )

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    'a b',
  ])('who ask for the host "%s" are refused', async (name) => {
    expect((await raw({ ...json, host: name })).status).toBe(403)
    isUnchanged()
  })

  it('are told nothing of what they may send when they ask beforehand', async () => {
    const answer = await raw(
      { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      'OPTIONS',
    )
    expect([answer.status, answer.cors]).toEqual([403, undefined])
  })

  it.each(['localhost', '127.0.0.1:5050', '[::1]:5050', 'org.localhost:1'])(
    'does not mean %s',
    async (name) => {
      expect((await raw({ ...json, host: name })).status).toBe(200)
      expect(org.limits.apiRequests().remaining).toBe(7)
    },
  )

  it('does not mean pages of the org itself, nor hosts that were named', async () => {
    expect((await raw({ ...json, origin: `http://${host()}` })).status).toBe(200)
    const named = await runningControl(['org'])
    const { port } = new URL(named.url)
    const status = await new Promise((resolve) => {
      request({ port, path: '/control', headers: { host: 'org:5050' } }, (res) =>
        resolve(res.resume().statusCode),
      ).end()
    })
    await named.close()
    expect(status).toBe(200)
  })

  it.each(['[]', '"x"', '{', '', 'null'])('cannot send %s as a body', async (body) => {
    expect((await raw(json, 'POST', body)).status).toBe(400)
  })
})

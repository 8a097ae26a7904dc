import { beforeEach, describe, expect, test } from 'vitest'
import { bind, startWorker } from '../../../server/queue/index.ts'
import { REFRESH_METADATA } from '../../../server/connections/index.ts'
import { until } from '../../support/until.ts'
import type { Authorized } from '../orgs.ts'
import { jobs, meanwhile, metadataOf, withMetadata } from './metadata-org.ts'

let made: Authorized
let its: ReturnType<typeof metadataOf>
let count = 0
let invoice: string
withMetadata((each) => {
  made = each
  its = metadataOf(each)
})
beforeEach(() => {
  invoice = `Invoice${++count}__c`
  its.addObject(invoice, [
    { name: 'Amount__c', type: 'currency', precision: 18, scale: 2 },
    { name: 'Number__c', type: 'string', length: 20 },
    { name: 'Note__c', type: 'string', length: 100 },
  ])
})

/** Opened once, so that it matters from now on. */
async function opened(): Promise<void> {
  await its.fieldsOf(invoice)
}

describe('a refresh', () => {
  test('is accepted, and can be watched until it has ended', async () => {
    const { id, state, because, askedBy, objects } = await its.ask()
    expect({ state, because, askedBy, objects }).toEqual({
      ...{ state: 'waiting', because: 'asked', askedBy: '1P0100000000000000000000000000000001' },
      objects: { done: 0, total: null },
    })
    expect((await its.watch(id)).changes).toBeNull()
    await its.run(id)
    const ended = await its.watch(id)
    expect(ended).toMatchObject({
      state: 'finished',
      failure: null,
      comparedWith: null,
      changeCount: 0,
      changes: [],
    })
    expect(ended.objects.total).toBeGreaterThan(3)
    expect(ended.objects.done).toBe(ended.objects.total)
    // The list, and a describe of each object that matters.
    expect(ended.apiCalls).toBe(ended.objects.total! + 1)
  })

  test('finds what was added, what is gone and what is of another type or length, with the jobs each touches', async () => {
    await opened()
    jobs.push(
      {
        ...{ id: 'job-1', name: 'Invoice Sync' },
        uses: [
          {
            object: invoice,
            fields: [
              { name: 'Amount__c', type: 'currency' },
              { name: 'Note__c', type: 'string' },
            ],
          },
        ],
      },
      {
        id: 'job-2',
        name: 'Number Sync',
        uses: [{ object: invoice, fields: [{ name: 'Number__c', type: 'string' }] }],
      },
    )
    its.addField(invoice, { name: 'Due__c', type: 'date' })
    its.addField(invoice, { name: 'Amount__c', type: 'string', length: 30 })
    its.addField(invoice, { name: 'Note__c', type: 'string', length: 50 })
    made.org.schema.removeField(invoice, 'Number__c')
    its.addObject(`New${count}__c`, [])
    const { state, changes, comparedWith, changeCount } = await its.refresh()
    expect([state, comparedWith]).toEqual(['finished', '2026-11-20T09:30:00.000Z'])
    const of = (object: string) => changes!.filter((change) => change.object === object)
    expect(of(`New${count}__c`)).toEqual([{ kind: 'object-added', object: `New${count}__c`, jobs: [] }])
    const both = { id: 'job-1', name: 'Invoice Sync' }
    expect(of(invoice)).toEqual(
      expect.arrayContaining([
        { kind: 'field-added', object: invoice, field: 'Due__c', to: 'date', jobs: [] },
        {
          ...{ kind: 'field-gone', object: invoice, field: 'Number__c', from: 'string' },
          jobs: [{ id: 'job-2', name: 'Number Sync', breaks: true }],
        },
        {
          ...{ kind: 'field-changed', object: invoice, field: 'Amount__c', property: 'type' },
          ...{ from: 'currency', to: 'string', jobs: [{ ...both, breaks: true }] },
        },
        {
          ...{ kind: 'field-changed', object: invoice, field: 'Note__c', property: 'length' },
          ...{ from: 100, to: 50, jobs: [{ ...both, breaks: false }] },
        },
      ]),
    )
    expect(changeCount).toBe(changes!.length)
    const fields = (await its.fieldsOf(invoice)).fields.map(({ name, type }) => [name, type])
    expect(fields).toEqual(
      expect.arrayContaining([
        ['Due__c', 'date'],
        ['Amount__c', 'string'],
      ]),
    )
    expect(fields.map(([name]) => name)).not.toContain('Number__c')
  })

  test('finds nothing when nothing changed since the last', async () => {
    await opened()
    await its.refresh()
    const { changes, apiCalls } = await its.refresh()
    expect(changes).toEqual([])
    expect(apiCalls).toBeGreaterThan(0)
  })

  test('takes a field that is hidden from the user for one that is gone, and an object that was deleted too', async () => {
    await opened()
    made.org.schema.hideField(invoice, 'Note__c')
    expect((await its.refresh()).changes).toMatchObject([
      { kind: 'field-gone', object: invoice, field: 'Note__c' },
    ])
    made.org.schema.removeObject(invoice)
    expect((await its.refresh()).changes).toMatchObject([{ kind: 'object-gone', object: invoice }])
    expect((await its.get(`objects/${invoice}`)).code).toBe('METADATA_OBJECT_UNKNOWN')
  })

  test('describes what jobs use from then on, whether or not anybody opened it', async () => {
    jobs.push({ id: 'job-1', name: 'Invoice Sync', uses: [{ object: invoice, fields: [] }] })
    await its.refresh()
    const described = (await its.objects()).objects
      .filter((object) => object.described)
      .map(({ name }) => name)
    expect(described).toEqual(expect.arrayContaining([invoice, 'Account', 'Contact', 'User', 'Case']))
    expect(described).not.toContain('Profile')
  })

  test('is in the trail with whoever asked for it, and in the history', async () => {
    const { id } = await its.refresh()
    const trail = await made.console.db.query(
      "select admin_gsid, action, after from control.audit where subject_id = $1 and action like '%metadata%'",
      [made.id],
    )
    const action = 'connection.metadata-refresh-asked'
    expect(trail).toEqual([
      { admin_gsid: '1P0100000000000000000000000000000001', action, after: { refreshId: id } },
    ])
    made.console.clock.advance(60_000)
    const next = await its.ask()
    const { refreshes } = await its.history()
    expect(refreshes.map((one) => [one.id, one.state])).toEqual([
      [next.id, 'waiting'],
      [id, 'finished'],
    ])
  })
})

describe('two refreshes at once', () => {
  test('are one, however many ask', async () => {
    const asked = await Promise.all(Array.from({ length: 8 }, () => its.ask()))
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
    expect(await made.console.db.query('select 1 from control.metadata_refresh')).toHaveLength(1)
    const sent = "select 1 from queue.job where name = 'refresh-metadata' and data->>'connectionId' = $1"
    expect(await made.console.db.query(sent, [made.id])).toHaveLength(1)
  })

  test('are one to the database too, whoever writes it', async () => {
    await its.ask()
    const again = made.console.db.query(
      `insert into control.metadata_refresh (id, tenant_id, connection_id, org_id, because, asked_at, seen_at)
       select gen_random_uuid(), tenant_id, connection_id, org_id, 'due', asked_at, seen_at from control.metadata_refresh`,
    )
    await expect(again).rejects.toMatchObject({ constraint: 'metadata_refresh_under_way' })
  })

  test('of one task that was begun twice leave what one leaves', async () => {
    await opened()
    made.org.schema.removeField(invoice, 'Note__c')
    const { id } = await its.ask()
    await Promise.all([its.run(id), its.run(id)])
    const once = await its.watch(id)
    expect(once.changes).toHaveLength(1)
    const kept = await its.kept()
    made.console.clock.advance(60_000)
    await its.run(id)
    expect(await its.watch(id)).toEqual(once)
    expect(await its.kept()).toEqual(kept)
  })
})

describe('a refresh that is late', () => {
  test('changes nothing any more once another has done the same work', async () => {
    await opened()
    const { id } = await its.ask()
    let kept: unknown
    meanwhile.does = async () => {
      its.addField(invoice, { name: 'Later__c', type: 'date' })
      made.console.clock.advance(60_000)
      await its.run(id)
      kept = await its.kept()
    }
    await its.run(id)
    expect((await its.watch(id)).changes).toMatchObject([{ kind: 'field-added', field: 'Later__c' }])
    expect(await its.kept()).toEqual(kept)
  })

  test('keeps nothing of an org that the connection has left in the meantime', async () => {
    const { id } = await its.ask()
    meanwhile.does = () => its.toOtherOrg()
    await its.run(id)
    expect(await its.kept()).toEqual([])
    expect((await its.history()).refreshes).toEqual([])
  })
})

describe('a refresh that fails half way', () => {
  test.each([
    ['unavailable', 'SALESFORCE_UNAVAILABLE'],
    ['html', 'SALESFORCE_UNREADABLE'],
    ['limit', 'SALESFORCE_LIMIT'],
    ['cut', 'SALESFORCE_UNREADABLE'],
  ] as const)('with %s leaves what was kept as it was, and says why', async (kind, code) => {
    await its.refresh()
    await opened()
    const before = await its.kept()
    made.org.schema.removeField(invoice, 'Note__c')
    made.console.clock.advance(60_000)
    made.org.faults.arm({ kind, path: '/sobjects/*/describe', after: 3, times: null })
    const failed = await its.refresh()
    expect(failed).toMatchObject({ state: 'failed', failure: { code }, changes: null })
    expect(failed.failure!.action).toMatch(/\w/)
    expect(await its.kept()).toEqual(before)
    made.org.faults.disarm()
    expect((await its.refresh()).changes).toMatchObject([{ kind: 'field-gone', field: 'Note__c' }])
  })

  test('because the access was revoked in Salesforce says so, and the connection needs re-authorization', async () => {
    await its.refresh()
    const before = await its.kept()
    const { id } = await its.ask()
    made.org.identity.revokeAll()
    await its.run(id)
    expect((await its.watch(id)).failure?.code).toBe('CONNECTION_NEEDS_REAUTHORIZATION')
    expect((await made.console.read(made.id)).state).toBe('needs-reauthorization')
    expect(await its.kept()).toEqual(before)
    const refused = await made.console.call('POST', `/console/v1/connections/${made.id}/refresh-metadata`)
    expect([refused.status, refused.code]).toEqual([409, 'CONNECTION_NEEDS_REAUTHORIZATION'])
    const entry = (await made.console.read(made.id)).actions.find(
      ({ action }) => action === 'refresh-metadata',
    )
    expect(entry).toMatchObject({ allowed: false, reason: { code: refused.code } })
  })

  test('while it is written leaves what was kept as it was', async () => {
    await its.refresh()
    await opened()
    const before = await its.kept()
    made.org.schema.removeField(invoice, 'Note__c')
    await made.console.db.query(
      `create function pg_temp_fail() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
       create trigger fail before update of describe on control.metadata_object
         for each row when (new.name = '${invoice}') execute function pg_temp_fail()`,
    )
    try {
      expect(await its.refresh()).toMatchObject({
        state: 'failed',
        failure: { code: 'INTERNAL' },
        changes: null,
      })
    } finally {
      await made.console.db.query('drop function pg_temp_fail cascade')
    }
    expect(await its.kept()).toEqual(before)
  })

  test('is none when an object goes after the list was read: the object is gone', async () => {
    await opened()
    const { id } = await its.ask()
    made.org.faults.arm({ kind: 'latency', ms: 200, path: '/sobjects/Account/describe' })
    const running = its.run(id)
    await until(async () => (await its.watch(id)).objects.total !== null, { what: 'the list is read' })
    made.org.schema.removeObject(invoice)
    await running
    expect(await its.watch(id)).toMatchObject({
      state: 'finished',
      changes: [{ kind: 'object-gone', object: invoice }],
    })
  })
})

describe('a refresh that is cut off', () => {
  test('is done by whoever takes it up again, from the beginning', async () => {
    await opened()
    made.org.schema.removeField(invoice, 'Note__c')
    const { id } = await its.ask()
    const stopping = new AbortController()
    stopping.abort(new Error('stopping'))
    await expect(its.run(id, stopping)).rejects.toThrow('stopping')
    expect((await its.watch(id)).state).toBe('running')
    await its.run(id)
    expect(await its.watch(id)).toMatchObject({ state: 'finished', changeCount: 1 })
  })

  test('and not taken up for an hour makes room for another, and ends as abandoned', async () => {
    const { id } = await its.ask()
    made.console.clock.advance(60 * 60_000)
    expect((await its.ask()).id).toBe(id)
    made.console.clock.advance(1)
    const next = await its.ask()
    expect(next.id).not.toBe(id)
    expect(await its.watch(id)).toMatchObject({ state: 'failed', failure: { code: 'REFRESH_ABANDONED' } })
    await its.run(id)
    expect((await its.watch(id)).state).toBe('failed')
  })
})

test('what has ended stays as it is, whoever writes it', async () => {
  const { id } = await its.refresh()
  const change = made.console.db.query("update control.metadata_refresh set changes = '[]' where id = $1", [
    id,
  ])
  await expect(change).rejects.toMatchObject({ constraint: 'metadata_refresh_ended' })
})

test('a worker does what was asked for, and the progress can be watched', async () => {
  const { console, org } = made
  const worker = await startWorker({
    ...{ db: console.db, log: console.parts.log, recurring: [] },
    tasks: [bind(REFRESH_METADATA, console.connections.metadata.run)],
  })
  try {
    await opened()
    // It waits at the last describe, so that what is done before can be seen.
    org.faults.arm({ kind: 'latency', ms: 200, path: `/sobjects/${invoice}/describe` })
    const { id } = await its.ask()
    const half = await until(
      async () => {
        const seen = await its.watch(id)
        return seen.objects.done > 0 && seen.state === 'running' ? seen : undefined
      },
      { what: 'some of it is done' },
    )
    expect(half.objects.done).toBeLessThan(half.objects.total!)
    await until(async () => (await its.watch(id)).state === 'finished', { what: 'all of it is done' })
  } finally {
    await worker.stop()
  }
})

test('only who may change connections may ask for a refresh', async () => {
  const refused = await made.console.call('POST', `/console/v1/connections/${made.id}/refresh-metadata`, {
    as: 'viewer',
  })
  expect([refused.status, refused.code]).toEqual([403, 'FORBIDDEN'])
})

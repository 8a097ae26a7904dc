import { describe, expect, it } from 'vitest'
import { CONTACTS, listen } from './listen.ts'
import { START } from './org.ts'
import { start } from './start.ts'

describe('an event', () => {
  it('of a new record carries all its values and names no changed fields', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const id = org.insert('Account', { Name: 'Nordlicht', AnnualRevenue: 1_500_000, BillingCity: 'Kiel' })
    const [event] = await subscription.events(1)
    expect(event).toMatchObject({
      header: {
        entityName: 'Account',
        recordIds: [id],
        changeType: 'CREATE',
        changeOrigin: 'com/salesforce/api/rest/65.0',
        sequenceNumber: 1,
        commitTimestamp: START,
        commitUser: org.users[0],
        changedFields: [],
        nulledFields: [],
        diffFields: [],
      },
      body: {
        Name: 'Nordlicht',
        AnnualRevenue: 1_500_000,
        BillingAddress: { City: 'Kiel', Street: null },
        ShippingAddress: null,
        Industry: null,
        OwnerId: org.users[0],
        CreatedDate: START,
        LastModifiedDate: START,
      },
    })
    expect(event?.body).not.toHaveProperty('Id')
    expect(event?.body).not.toHaveProperty('SystemModstamp')
    expect(event?.header.transactionKey).toMatch(/^[\da-f-]{36}$/)
    expect(event?.replayId).toHaveLength(10)
  })

  it('of an update carries what changed, parts of an address by themselves, and names it in bitmaps', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const { Id } = org.account()
    org.pass(60_000)
    org.update('Account', Id, { Industry: 'Apparel', BillingCity: 'Odense', Description: null })
    const [event] = await subscription.events(1)
    expect(event?.header).toMatchObject({ changeType: 'UPDATE', recordIds: [Id] })
    expect(new Set(event?.changed)).toEqual(
      new Set(['Industry', 'Description', 'LastModifiedDate', 'LastModifiedById', 'BillingAddress.City']),
    )
    expect(event?.nulled).toEqual(['Description'])
    const told = Object.entries(event!.body).filter(([, value]) => value !== null)
    expect(Object.fromEntries(told)).toMatchObject({
      Industry: 'Apparel',
      BillingAddress: { City: 'Odense', Street: null, Country: null },
      LastModifiedDate: START + 60_000,
      LastModifiedById: org.users[0],
    })
    expect(told).toHaveLength(4)
  })

  it('names who changed a record only when it was another user than the last time', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const { Id } = org.account()
    org.update('Account', Id, { Industry: 'Apparel' })
    org.pass(1_000)
    org.update('Account', Id, { Industry: 'Banking' })
    const [first, second] = await subscription.events(2)
    expect(first?.changed).toContain('LastModifiedById')
    expect(second?.changed).toEqual(['Industry', 'LastModifiedDate'])
    expect(second?.header.changedFields).toEqual([expect.stringMatching(/^0x([\dA-F]{2})+$/)])
    expect(second?.body.LastModifiedById).toBeNull()
  })

  it('of a record that goes says nothing of it, and of one that comes back says all again', async () => {
    const { org, client } = await start()
    const id = org.insert('Account', { Name: 'Nordlicht', Industry: 'Apparel' })
    const subscription = await listen(org, client)
    org.write({ op: 'delete', id })
    org.write({ op: 'undelete', id })
    const [gone, back] = await subscription.events(2)
    expect(gone?.header).toMatchObject({ changeType: 'DELETE', recordIds: [id] })
    expect(Object.values(gone!.body).every((value) => value === null)).toBe(true)
    expect(back?.header).toMatchObject({ changeType: 'UNDELETE', recordIds: [id], changedFields: [] })
    expect(back?.body).toMatchObject({ Name: 'Nordlicht', Industry: 'Apparel', CreatedDate: START })
  })

  it('has a person’s name in parts', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client, CONTACTS)
    const id = org.insert('Contact', { Salutation: 'Dr.', FirstName: 'Ada', LastName: 'Berg' })
    org.update('Contact', id, { LastName: 'Holm' })
    const [created, updated] = await subscription.events(2)
    expect(created?.body.Name).toEqual({ Salutation: 'Dr.', FirstName: 'Ada', LastName: 'Berg' })
    expect(created?.body).not.toHaveProperty('LastName')
    expect(updated?.body.Name).toEqual({ Salutation: null, FirstName: null, LastName: 'Holm' })
    expect(updated?.changed).toEqual(['Name.LastName'])
    expect(updated?.header.changedFields[0]).toBe('0x00')
  })

  it('has days, times and hours in milliseconds, numbers as they are, and no formulas', async () => {
    const { org, client } = await start({ selected: ['Invoice__c'] })
    const subscription = await listen(org, client, '/data/Invoice__ChangeEvent')
    org.insert('Invoice__c', {
      ...{ Name: 'I-1', Due__c: '2026-12-24', Sent__c: '2026-11-20T10:00:00.000+0000' },
      ...{ Hour__c: '13:30:00.000Z', Total__c: 12.5, Lines__c: 3 },
    })
    const [event] = await subscription.events(1)
    expect(event?.header.entityName).toBe('Invoice__c')
    expect(event?.body).toMatchObject({
      ...{ Name: 'I-1', Due__c: Date.parse('2026-12-24'), Sent__c: Date.parse('2026-11-20T10:00Z') },
      ...{ Hour__c: 13.5 * 3_600_000, Total__c: 12.5, Lines__c: 3, Paid__c: false },
    })
    expect(event?.body).not.toHaveProperty('Twice__c')
  })

  it('is one for all records of an object that changed alike in a transaction', async () => {
    const { org, client } = await start()
    const [a, b, c] = ['A', 'B', 'C'].map((Name) => org.insert('Account', { Name })) as [
      string,
      string,
      string,
    ]
    const subscription = await listen(org, client)
    const update = (id: string, Industry: string) =>
      ({ op: 'update', object: 'Account', id, values: { Industry } }) as const
    org.write(update(a, 'Apparel'), update(b, 'Banking'), update(c, 'Apparel'))
    const [apparel, banking] = await subscription.events(2)
    expect(apparel?.header).toMatchObject({ recordIds: [a, c], sequenceNumber: 1 })
    expect(banking?.header).toMatchObject({ recordIds: [b], sequenceNumber: 2 })
    expect(banking?.header.transactionKey).toBe(apparel?.header.transactionKey)
    org.write({ op: 'delete', id: a }, { op: 'delete', id: b })
    const deletions = (await subscription.events(3)).slice(2)
    expect(deletions.map(({ header }) => [header.changeType, header.recordIds])).toEqual([['DELETE', [a, b]]])
    expect(deletions[0]?.header.commitNumber).toBeGreaterThan(apparel!.header.commitNumber)
  })

  it('leaves a number out for what objects nobody listens to did in the transaction', async () => {
    const { org, client } = await start({ selected: ['Contact'] })
    const subscription = await listen(org, client, CONTACTS)
    org.write(
      { op: 'insert', object: 'Account', values: { Name: 'Nordlicht' } },
      { op: 'insert', object: 'Contact', values: { LastName: 'Berg' } },
    )
    const [contact] = await subscription.events(1)
    expect(contact?.header.sequenceNumber).toBe(2)
  })

  it('comes not for what changes no field that events tell of', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const { Id } = org.account()
    org.update('Account', Id, { Industry: 'Apparel' })
    org.update('Account', Id, { Industry: 'Apparel' })
    org.update('Account', Id, { Industry: 'Banking' })
    const events = await subscription.events(2)
    expect(events.map(({ body }) => body.Industry)).toEqual(['Apparel', 'Banking'])
  })

  it('of more than a megabyte is told as a gap', async () => {
    const { org, client } = await start()
    org.schema.addField('Account', { name: 'Notes__c', label: 'Notes', type: 'textarea', length: 2_000_000 })
    const subscription = await listen(org, client)
    const id = org.insert('Account', { Name: 'Nordlicht', Notes__c: 'x'.repeat(1_100_000) })
    const [event] = await subscription.events(1)
    expect(event?.header).toMatchObject({ changeType: 'GAP_CREATE', recordIds: [id] })
    expect(event?.body.Name).toBeNull()
  })

  it('tells of an overflow once a transaction holds more changes than are told, per object', async () => {
    const { org, client } = await start({ changeLimit: 2 })
    const subscription = await listen(org, client, '/data/ChangeEvents')
    const insert = (object: string, values: Record<string, string>) =>
      ({ op: 'insert', object, values }) as const
    const ids = org.write(
      insert('Account', { Name: 'A' }),
      insert('Account', { Name: 'B' }),
      insert('Account', { Name: 'C' }),
      insert('Contact', { LastName: 'D' }),
      insert('Account', { Name: 'E' }),
    )
    const events = await subscription.events(4)
    expect(
      events.map(({ header }) => [
        header.entityName,
        header.changeType,
        header.recordIds[0],
        header.sequenceNumber,
      ]),
    ).toEqual([
      ['Account', 'CREATE', ids[0], 1],
      ['Account', 'CREATE', ids[1], 2],
      ['Account', 'GAP_OVERFLOW', '000000000000000AAA', 3],
      ['Contact', 'GAP_OVERFLOW', '000000000000000AAA', 4],
    ])
  })

  it('tells of an overflow by the number of fields that updates change', async () => {
    const { org, client } = await start({ changeLimit: 5 })
    const ids = ['A', 'B'].map((Name) => org.insert('Account', { Name }))
    const subscription = await listen(org, client)
    org.pass(5_000)
    org.write(
      ...ids.map((id, at) => {
        return { op: 'update', object: 'Account', id, values: { Industry: `I${at}`, Site: 'Kiel' } } as const
      }),
    )
    const events = await subscription.events(2)
    expect(events.map(({ header, changed }) => [header.changeType, changed.length])).toEqual([
      ['UPDATE', 3],
      ['GAP_OVERFLOW', 0],
    ])
  })

  it('can be a gap or an overflow that a test stages', async () => {
    const { org, client } = await start()
    const subscription = await listen(org, client)
    const { Id, LastModifiedById } = org.account()
    org.events.gap('Account', [Id])
    org.events.gap('Account', [Id], 'GAP_DELETE')
    org.events.overflow('Account')
    const headers = (await subscription.events(3)).map(({ header }) => header)
    expect(headers.map(({ changeType, recordIds }) => [changeType, ...recordIds])).toEqual([
      ['GAP_UPDATE', Id],
      ['GAP_DELETE', Id],
      ['GAP_OVERFLOW', '000000000000000AAA'],
    ])
    expect(headers[0]).toMatchObject({
      commitUser: LastModifiedById,
      changeOrigin: '',
      commitTimestamp: START,
    })
  })

  it('of an account merge: the others go, the contacts move, the master stays', async () => {
    const { org, client } = await start()
    const [master, other] = [org.insert('Account', { Name: 'A' }), org.insert('Account', { Name: 'B' })]
    const contact = org.insert('Contact', { LastName: 'Berg', AccountId: other })
    const subscription = await listen(org, client, '/data/ChangeEvents')
    org.pass(5_000)
    const writer = { userId: org.users[0]!, origin: '' }
    org.store.merge(writer, { object: 'Account', masterId: master, ids: [other], values: { Site: 'Kiel' } })
    const events = await subscription.events(3)
    const told = events.map(({ header, changed }) => [header.changeType, header.recordIds, changed])
    expect(told).toContainEqual(['DELETE', [other], []])
    expect(told).toContainEqual(['UPDATE', [contact], ['AccountId', 'LastModifiedDate']])
    expect(told).toContainEqual(['UPDATE', [master], ['Site', 'LastModifiedDate']])
  })
})

import { setTimeout as wait } from 'node:timers/promises'
import { createBusiness } from '../../../local-org/business/index.ts'
import { createEvents, type EventsOptions } from '../../../local-org/events/index.ts'
import { orgIdFor } from '../../../local-org/identity/org.ts'
import { createFaults } from '../../../local-org/faults/index.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { createStore } from '../../../local-org/records/store.ts'
import type { Values, Write } from '../../../local-org/records/types.ts'
import { SalesforceProblem } from '../../../local-org/salesforce-problem.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'
import type { ObjectType } from '../../../local-org/schema/types.ts'

export const START = Date.parse('2026-11-20T09:30:00Z')
export const ORG_ID = orgIdFor(1)
export const TOKEN = `${ORG_ID.slice(0, 15)}!good`
export const INVOICE: ObjectType = {
  name: 'Invoice__c',
  label: 'Invoice',
  labelPlural: 'Invoices',
  keyPrefix: 'a00',
  fields: [
    { name: 'Id', label: 'Id', type: 'id', createable: false },
    { name: 'IsDeleted', label: 'Deleted', type: 'boolean', createable: false, defaultValue: false },
    { name: 'Name', label: 'Name', type: 'string', length: 80, nameField: true },
    { name: 'Due__c', label: 'Due', type: 'date' },
    { name: 'Sent__c', label: 'Sent', type: 'datetime' },
    { name: 'Hour__c', label: 'Hour', type: 'time' },
    { name: 'Total__c', label: 'Total', type: 'currency', precision: 18, scale: 2 },
    { name: 'Twice__c', label: 'Twice', type: 'currency', formula: ({ Total__c }) => Number(Total__c) * 2 },
    { name: 'Lines__c', label: 'Lines', type: 'int' },
    { name: 'Paid__c', label: 'Paid', type: 'boolean', nillable: false, defaultValue: false },
    { name: 'CreatedDate', label: 'Created', type: 'datetime', createable: false },
    { name: 'CreatedById', label: 'Creator', type: 'reference', referenceTo: ['User'], createable: false },
    { name: 'LastModifiedDate', label: 'Modified', type: 'datetime', createable: false },
    { name: 'LastModifiedById', label: 'By', type: 'reference', referenceTo: ['User'], createable: false },
    { name: 'SystemModstamp', label: 'Stamp', type: 'datetime', createable: false },
  ],
}

/** An org's records and events, with everything real but the login. */
export async function startOrg(options: Partial<EventsOptions> = {}) {
  let now = START
  const clock = () => now
  const business = createBusiness({ seed: 1, accounts: 40, today: '2026-11-20' })
  const schema = createSchema([...standardObjects({ business, multiCurrency: false }), INVOICE], clock)
  const store = createStore({ schema, base: baseTables(business), now: clock })
  const faults = createFaults()
  const users = [...business.users.all()].map(({ Id }) => Id)
  const tokens = new Set([TOKEN])
  const events = createEvents({
    ...{ schema, store, faults, orgId: ORG_ID, now: clock },
    authenticate(token) {
      if (!tokens.has(token))
        throw new SalesforceProblem(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
      return { userId: users[0]!, clientId: 'test', scopes: ['api'] }
    },
    ...options,
  })
  const { address, port } = await events.listen()

  function write(...writes: Write[]) {
    const results = store.write({ userId: users[0]!, origin: 'com/salesforce/api/rest/65.0' }, writes)
    const failure = results.find(({ success }) => !success)
    if (failure) throw new Error(JSON.stringify(failure.errors))
    return results.map(({ id }) => id!)
  }
  return {
    ...{ business, schema, store, faults, events, tokens, users, address, port, write },
    pass: (ms: number) => void (now += ms),
    insert: (object: string, values: Values) => write({ op: 'insert', object, values })[0]!,
    update: (object: string, id: string, values: Values) => write({ op: 'update', object, id, values })[0]!,
    account: (ordinal = 0) => [...business.accounts.all()][ordinal]!,
    /** Waits until a client listens to a topic, however often before. */
    listening: (topic: string, times = 1) =>
      until(
        () =>
          events.log.filter(({ subject, method }) => method === 'Subscribe' && subject === topic).length >=
          times,
      ),
  }
}
export type TestOrg = Awaited<ReturnType<typeof startOrg>>

export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain')
    await wait(2)
  }
}

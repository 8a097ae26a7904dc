import { compositeEndpoints } from '../../../local-org/rest/records/composite/index.ts'
import { recordEndpoints } from '../../../local-org/rest/records/index.ts'
import { field, object, SMALL, smallOrg, type SmallOrg } from '../records/small-org.ts'
import { caller, dispatchTo, type Caller } from './call.ts'

export interface RestOrg extends SmallOrg {
  readonly call: Caller
}

const TYPES = [
  ...SMALL,
  object('Account', '001', [
    field('Name', 'string', { nillable: false, length: 20, nameField: true }),
    field('Phone', 'phone', { length: 10 }),
    field('ExtId__c', 'string', { externalId: true, length: 20 }),
    field('MailCity', 'string', { length: 40 }),
    field('MailAddress', 'address', {
      formula: ({ MailCity }) =>
        typeof MailCity === 'string'
          ? { street: null, city: MailCity, state: null, postalCode: null, country: null }
          : null,
    }),
  ]),
  object('Contact', '003', [
    field('LastName', 'string', { nillable: false, nameField: true }),
    field('AccountId', 'reference', {
      referenceTo: ['Account'],
      relationshipName: 'Account',
      children: { name: 'Contacts', cascadeDelete: true },
    }),
    field('ReportsToId', 'reference', { referenceTo: ['Contact'], children: { name: 'Reports' } }),
  ]),
]

/** An org that is asked over its record endpoints. */
export function restOrg(): RestOrg {
  const org = smallOrg(TYPES)
  const now = () => org.clock.now
  const call: Caller = caller([
    ...recordEndpoints({ schema: org.schema, store: org.store, now }),
    ...compositeEndpoints({ store: org.store, dispatch: dispatchTo(() => call) }),
  ])
  return { ...org, call }
}

// What was deleted in the last days. It lies apart, so that whoever asks for the business does not meet it.
import { makeId, ordinalOf } from '../salesforce-id.ts'
import { account, accountId } from './accounts.ts'
import { CASE_SLOTS, caseOf, looseCaseCount } from './cases.ts'
import { CONTACT_SLOTS, contact } from './contacts.ts'
import { stamp } from './dates.ts'
import { looseOpportunityCount, OPPORTUNITY_SLOTS, opportunityOf } from './opportunities.ts'
import { randomFor } from './random.ts'
import { KEY_PREFIXES, type Account, type Case, type Contact, type Opportunity } from './records.ts'
import { numberedTable, type Table } from './tables.ts'
import { accountTraits, type Traits } from './traits.ts'
import { daysAgo, type World } from './world.ts'

/** Deleted records, and those of one account. */
export interface DeletedTable<R> extends Table<R> {
  of(accountId: string): R[]
}

export interface RecycleBin {
  /** Every second one was merged into an account that is still there. */
  readonly accounts: Table<Account>
  readonly contacts: DeletedTable<Contact>
  readonly cases: DeletedTable<Case>
  readonly opportunities: DeletedTable<Opportunity>
}

export function recycleBin(world: World): RecycleBin {
  return {
    accounts: numberedTable({
      object: 'Account',
      keyPrefix: KEY_PREFIXES.Account,
      first: world.accounts,
      count: 2 + Math.floor(world.accounts / 100),
      make: (number) => deletedAccount(world, number),
    }),
    contacts: deletedChildren<Contact>(world, {
      object: 'Contact',
      phase: 3,
      first: world.accounts * CONTACT_SLOTS,
      // A slot that no account uses, so the name is not one of a colleague who is still there.
      make: (traits) => ({ ...contact(traits, CONTACT_SLOTS), ReportsToId: null }),
    }),
    cases: deletedChildren<Case>(world, {
      object: 'Case',
      phase: 1,
      first: world.accounts * CASE_SLOTS + looseCaseCount(world),
      make: (traits) => caseOf(traits, CASE_SLOTS - 1),
    }),
    opportunities: deletedChildren<Opportunity>(world, {
      object: 'Opportunity',
      phase: 2,
      first: world.accounts * OPPORTUNITY_SLOTS + looseOpportunityCount(world),
      make: (traits) => opportunityOf(traits, OPPORTUNITY_SLOTS - 1),
    }),
  }
}

type Deletable = Pick<Account, 'CreatedDate' | 'IsDeleted' | 'LastModifiedDate' | 'SystemModstamp'>

/** The same record, deleted on one of the last days. */
function deleted<R extends Deletable>(world: World, ordinal: number, record: R): R {
  const random = randomFor(world.seed, 'deleted', ordinal)
  const day = stamp(daysAgo(world, random.int(1, 12), random.int(0, 86_399)))
  const at = record.LastModifiedDate > day ? record.LastModifiedDate : day
  return { ...record, IsDeleted: true, LastModifiedDate: at, SystemModstamp: at }
}

function deletedAccount(world: World, number: number): Account {
  const index = world.accounts + number
  const record = { ...account(accountTraits(world, index)), ParentId: null }
  if (number % 2 === 0) return deleted(world, index, record)
  const master = accountTraits(world, randomFor(world.seed, 'merged', number).int(0, world.accounts - 1))
  const { text, domain } = master.name
  return {
    ...deleted(world, index, { ...record, Name: text, Website: `https://www.${domain}` }),
    MasterRecordId: accountId(master.index),
  }
}

/** One of so many accounts has deleted a child, always the same ones, so the child is found from either side. */
const EVERY = 40

interface DeletedChildren<R> {
  object: 'Contact' | 'Case' | 'Opportunity'
  phase: number
  first: number
  make(traits: Traits): R
}

function deletedChildren<R extends Deletable>(world: World, spec: DeletedChildren<R>): DeletedTable<R> {
  const { object, phase, first } = spec
  const keyPrefix = KEY_PREFIXES[object]
  const make = (number: number): R => {
    const record = spec.make(accountTraits(world, number * EVERY + phase))
    return { ...deleted(world, first + number, record), Id: makeId(keyPrefix, first + number) }
  }
  const count = Math.max(0, Math.ceil((world.accounts - phase) / EVERY))
  return {
    ...numberedTable({ object, keyPrefix, first, count, make }),
    of(id) {
      const number = ((ordinalOf(id, KEY_PREFIXES.Account) ?? -1) - phase) / EVERY
      return Number.isInteger(number) && number >= 0 && number < count ? [make(number)] : []
    },
  }
}

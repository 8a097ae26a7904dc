import type { Business, ChildTable, Table } from '../business/index.ts'
import type { Schema } from '../schema/schema.ts'
import type { SObject, Store, Value } from './types.ts'
import { valueOf } from './value.ts'

interface LiveParts {
  readonly schema: Schema
  readonly store: Store
}

/** The business as it is now: the same tables, with what was written, deleted and created since. */
export function liveBusiness(business: Business, parts: LiveParts): Business {
  const { users, profiles, currencies, stages, accounts, contacts, cases, opportunities, teamMembers } =
    business
  return {
    ...business,
    users: liveTable(parts, users),
    profiles: liveTable(parts, profiles),
    currencies: liveTable(parts, currencies),
    stages: liveTable(parts, stages),
    accounts: liveTable(parts, accounts),
    contacts: liveChildren(parts, contacts),
    cases: liveChildren(parts, cases),
    opportunities: liveChildren(parts, opportunities),
    teamMembers: liveChildren(parts, teamMembers),
    starring(role) {
      const star = business.starring(role)
      return star && liveTable(parts, accounts).byId(star.Id)
    },
  }
}

function liveTable<R>(parts: LiveParts, { object, keyPrefix }: Table<R>): Table<R> {
  const { store } = parts
  const whole = wholeRecord(parts, object)
  return {
    object,
    keyPrefix,
    all: () => each(store.records(object), whole) as IterableIterator<R>,
    byId(id) {
      const record = present(store.read(object, id))
      return record && (whole(record) as R)
    },
  }
}

function liveChildren<R>(parts: LiveParts, table: ChildTable<R>): ChildTable<R> {
  const { store } = parts
  const { object } = table
  const whole = wholeRecord(parts, object)
  return {
    ...liveTable(parts, table),
    of: (accountId) => store.children(object, 'AccountId', accountId).map(whole) as unknown as R[],
    *loose() {
      for (const record of table.loose()) {
        const now = present(store.read(object, (record as SObject).Id))
        if (now && !now['AccountId']) yield whole(now) as R
      }
    },
  }
}

/** A record with all that its object computes, and null for what was never written. */
function wholeRecord(parts: LiveParts, object: string): (record: SObject) => SObject {
  const { schema, store } = parts
  return (record) => {
    const fields = schema.object(object)?.fields ?? []
    const values = fields.map((field) => [field.key ?? field.name, valueOf(field, record, store)])
    return { ...record, ...onlyCurrency(parts), ...(Object.fromEntries(values) as SObject) }
  }
}

/** In an org with one currency no record says which it is; all amounts are in that one. */
function onlyCurrency({ schema, store }: LiveParts): Readonly<Record<string, Value>> {
  if (schema.object('CurrencyType')) return {}
  const [organization] = store.records('Organization')
  const currency = organization?.['DefaultCurrencyIsoCode'] ?? 'USD'
  return { CurrencyIsoCode: currency, DefaultCurrencyIsoCode: currency }
}

function* each<A, B>(items: Iterable<A>, made: (item: A) => B): Generator<B> {
  for (const item of items) yield made(item)
}

function present(record: SObject | undefined): SObject | undefined {
  return record?.['IsDeleted'] ? undefined : record
}

import type { Business, ChildTable, Table } from '../business/index.ts'
import type { SObject, Store } from './types.ts'

/** The business as it is now: the same tables, with what was written, deleted and created since. */
export function liveBusiness(business: Business, store: Store): Business {
  const { users, profiles, currencies, stages, accounts, contacts, cases, opportunities, teamMembers } =
    business
  return {
    ...business,
    users: liveTable(store, users),
    profiles: liveTable(store, profiles),
    currencies: liveTable(store, currencies),
    stages: liveTable(store, stages),
    accounts: liveTable(store, accounts),
    contacts: liveChildren(store, contacts),
    cases: liveChildren(store, cases),
    opportunities: liveChildren(store, opportunities),
    teamMembers: liveChildren(store, teamMembers),
    starring(role) {
      const star = business.starring(role)
      return star && liveTable(store, accounts).byId(star.Id)
    },
  }
}

function liveTable<R>(store: Store, { object, keyPrefix }: Table<R>): Table<R> {
  return {
    object,
    keyPrefix,
    all: () => store.records(object) as unknown as IterableIterator<R>,
    byId: (id) => present(store.read(object, id)) as R | undefined,
  }
}

function liveChildren<R>(store: Store, table: ChildTable<R>): ChildTable<R> {
  const { object } = table
  return {
    ...liveTable(store, table),
    of: (accountId) => store.children(object, 'AccountId', accountId) as unknown as R[],
    *loose() {
      for (const record of table.loose()) {
        const now = present(store.read(object, (record as SObject).Id))
        if (now && !now['AccountId']) yield now as R
      }
    },
  }
}

function present(record: SObject | undefined): SObject | undefined {
  return record?.['IsDeleted'] ? undefined : record
}

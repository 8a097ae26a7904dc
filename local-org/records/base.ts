import type { Business } from '../business/index.ts'
import type { SObject } from './types.ts'
import { withDeleted, type WholeTable } from './with-deleted.ts'

/** Where an object's first records come from: made one by one, never kept. All of them have the same fields. */
export interface BaseTable {
  /** In the order of their ids. */
  all(): IterableIterator<SObject>
  byId(id: string): SObject | undefined
  /** A quick way to the children of a parent, where the ids give one; undefined when there is none for this field. */
  of?(field: string, parentId: string): SObject[] | undefined
  /** How many there are outside the recycle bin, where that is known without making them. */
  readonly live?: number
  /** A quick way to the stamps of all, in the order of their ids, without making the records. */
  stamps?(tell: TellBaseStamp): void
}

/** The number in a record's id, when it was stamped, and whether it lies in the recycle bin. */
export type TellBaseStamp = (ordinal: number, time: number, isDeleted: boolean) => void

/** The generated business as the store's first layer, with what lies in its recycle bin. */
export function baseTables(business: Business): ReadonlyMap<string, BaseTable> {
  const { deleted } = business
  const children = [
    withDeleted(business.contacts, deleted.contacts),
    withDeleted(business.cases, deleted.cases),
    withDeleted(business.opportunities, deleted.opportunities),
    withDeleted(business.teamMembers),
  ]
  return new Map<string, BaseTable>([
    ...listsOf(business).map((table) => [table.object, table as unknown as BaseTable] as const),
    ...children.map((table) => [table.object, { ...table, of: childrenOf(table, business) }] as const),
  ])
}

function listsOf(business: Business) {
  const { accounts, caseStatuses, currencies, organizations, permissionSets, profiles } = business
  const { permissionSetAssignments, queues, recordTypes, roles, stages, users, counts, deleted } = business
  return [
    { ...withDeleted(accounts, deleted.accounts), of: undefined, live: counts.accounts },
    { ...users, live: counts.users },
    ...[caseStatuses, currencies, organizations, permissionSets, permissionSetAssignments],
    ...[profiles, queues, recordTypes, roles, stages],
  ]
}

/** An account's children lie together, and so do those of its contacts. */
function childrenOf(table: WholeTable, { contacts }: Business): BaseTable['of'] {
  return (field, parentId) => {
    if (field === 'AccountId') return table.of(parentId)
    // No case begins as the child of another.
    if (table.object === 'Case' && field === 'ParentId') return []
    if (field !== 'ContactId' && field !== 'ReportsToId') return undefined
    const account = contacts.byId(parentId)?.AccountId
    return account === undefined ? [] : table.of(account).filter((record) => record[field] === parentId)
  }
}

import type { Business } from '../business/index.ts'
import type { SObject } from './types.ts'

/** Where an object's first records come from: made one by one, never kept. */
export interface BaseTable {
  all(): IterableIterator<SObject>
  byId(id: string): SObject | undefined
  /** A quick way to the children of a parent, where the ids give one; undefined when there is none for this field. */
  of?(field: string, parentId: string): SObject[] | undefined
}

/** The generated business as the store's first layer. */
export function baseTables(business: Business): ReadonlyMap<string, BaseTable> {
  const lists = [business.users, business.profiles, business.currencies, business.stages, business.accounts]
  const children = [business.contacts, business.cases, business.opportunities, business.teamMembers]
  return new Map<string, BaseTable>([
    ...lists.map((table) => [table.object, table as unknown as BaseTable] as const),
    ...children.map((table): [string, BaseTable] => [
      table.object,
      {
        ...(table as unknown as BaseTable),
        of: (field, parentId) =>
          field === 'AccountId' ? (table.of(parentId) as unknown as SObject[]) : undefined,
      },
    ]),
  ])
}

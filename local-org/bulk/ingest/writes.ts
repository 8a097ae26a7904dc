import type { Write } from '../../records/types.ts'
import type { WantedIngest } from './create.ts'

const EMPTY = '#N/A'

/** What a row asks the store to do. An empty cell says nothing, `#N/A` empties the field. */
export function writeOf(
  { operation, object: { name: object }, externalIdFieldName: field = '' }: WantedIngest,
  columns: readonly string[],
  cells: readonly string[],
): Write {
  const values: Record<string, string | null> = {}
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? ''
    if (cell !== '') values[column] = cell === EMPTY ? null : cell
  }
  const { Id, ...others } = values
  const id = Id ?? ''
  switch (operation) {
    case 'insert':
      return { op: 'insert', object, values }
    case 'update':
      return { op: 'update', object, id, values: others }
    case 'upsert':
      return { op: 'upsert', object, field, key: values[field] ?? '', values }
    case 'delete':
      return { op: 'delete', object, id }
    case 'hardDelete':
      return { op: 'erase', object, id }
  }
}

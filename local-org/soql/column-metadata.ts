// What `columns=true` tells of a query's columns; the Salesforce CLI makes its tables by it.
import type { Field, FieldType } from '../schema/types.ts'
import type { Step } from './operand.ts'
import type { Item } from './selected.ts'

export interface ColumnMetadata {
  readonly aggregate: boolean
  readonly apexType: string | null
  readonly booleanType: boolean
  readonly columnName: string
  readonly custom: boolean
  readonly displayName: string
  readonly foreignKeyName: string | null
  readonly insertable: boolean
  /** The columns of the parent or the children that this one stands for. */
  readonly joinColumns: readonly ColumnMetadata[]
  readonly numberType: boolean
  readonly textType: boolean
  readonly updatable: boolean
}

const APEX_TYPES: Readonly<Partial<Record<FieldType, string>>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  time: 'Time',
  address: 'Address',
}
const NUMBERS = ['Integer', 'Double']

export function fieldColumn(field: Field): ColumnMetadata {
  const apexType = APEX_TYPES[field.type] ?? 'String'
  return {
    ...{ aggregate: false, apexType, booleanType: apexType === 'Boolean', columnName: field.name },
    ...{ custom: field.name.endsWith('__c'), displayName: field.name, foreignKeyName: null },
    ...{ insertable: field.createable !== false, joinColumns: [] },
    ...{ numberType: NUMBERS.includes(apexType), textType: apexType === 'String' },
    updatable: field.updateable !== false,
  }
}

/** A function of fields, called by its alias or a number. */
export function functionColumn(field: Field, columnName: string, displayName: string): ColumnMetadata {
  const shown = { columnName, displayName, insertable: false, updatable: false, custom: false }
  return { ...fieldColumn(field), ...shown, aggregate: true }
}

function joinColumn(columnName: string, more: Partial<ColumnMetadata>): ColumnMetadata {
  return {
    ...{
      aggregate: false,
      apexType: null,
      booleanType: false,
      columnName,
      custom: columnName.endsWith('__r'),
    },
    ...{ displayName: columnName, foreignKeyName: null, insertable: false, joinColumns: [] },
    ...{ numberType: false, textType: false, updatable: false, ...more },
  }
}

/** The columns of records: those of one parent together, where the first of them stood. */
export function recordColumns(items: readonly Item[]): ColumnMetadata[] {
  const placed = items.map((item): Placed => {
    if (item.kind === 'children') {
      const joinColumns = recordColumns(item.items)
      return { steps: [], column: joinColumn(item.name, { aggregate: true, joinColumns }) }
    }
    const { name, column, operand, shown } = item
    if (shown) return { steps: [], column: functionColumn(operand.field, name, column) }
    return { steps: operand.steps, column: fieldColumn(operand.field) }
  })
  return nested(placed)
}

interface Placed {
  readonly steps: readonly Step[]
  readonly column: ColumnMetadata
}

function nested(placed: readonly Placed[]): ColumnMetadata[] {
  const firsts = new Map<string, Placed[]>()
  const columns: (() => ColumnMetadata)[] = []
  for (const each of placed) {
    const [step, ...steps] = each.steps
    if (!step) {
      columns.push(() => each.column)
      continue
    }
    const known = firsts.get(step.name)
    const below = known ?? []
    below.push({ steps, column: each.column })
    if (known) continue
    firsts.set(step.name, below)
    const foreignKeyName = step.field.name
    columns.push(() => joinColumn(step.name, { foreignKeyName, joinColumns: nested(below) }))
  }
  return columns.map((column) => column())
}

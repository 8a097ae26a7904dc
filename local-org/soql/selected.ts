// What a record looks like in REST's JSON: fields in the order they were selected, parents and children inside.
import type { SObject, Value } from '../records/types.ts'
import type { Context } from './context.ts'
import { walker, type Operand, type Related, type Step } from './operand.ts'

/** One entry of a record's JSON. */
export interface Entry {
  readonly name: string
  render(holder: Related): unknown
}

export interface FieldItem {
  readonly kind: 'field'
  readonly name: string
  /** As the header of a table has it: `Account.Name`. */
  readonly column: string
  readonly operand: Operand
  /** toLabel: what is shown in place of the field's value. */
  readonly shown?: (record: SObject) => Value
}

/** A subquery: each record's children. */
export interface ChildrenItem extends Entry {
  readonly kind: 'children'
  readonly items: readonly Item[]
}

export type Item = FieldItem | ChildrenItem

/** The entries of a record, those of each parent together where the first of them stood. */
export function entriesOf(context: Context, items: readonly Item[]): readonly Entry[] {
  const entries: Entry[] = []
  const parents = new Map<string, Nest>()
  for (const item of items) {
    if (item.kind === 'children') {
      entries.push(item)
      continue
    }
    const { steps, valueIn, field } = item.operand
    const { shown } = item
    if (shown) entries.push({ name: item.name, render: ({ record }) => shown(record) })
    else place({ context, entries, parents }, steps, { name: field.name, render: valueIn })
  }
  return entries
}

/** A parent, and what was selected of it so far. */
interface Nest {
  readonly context: Context
  readonly entries: Entry[]
  readonly parents: Map<string, Nest>
}

function place(nest: Nest, [step, ...further]: readonly Step[], entry: Entry) {
  if (!step) {
    nest.entries.push(entry)
    return
  }
  let parent = nest.parents.get(step.name)
  if (!parent) {
    const entries: Entry[] = []
    parent = { context: nest.context, entries, parents: new Map() }
    nest.parents.set(step.name, parent)
    nest.entries.push(parentEntry(nest.context, step, entries))
  }
  place(parent, further, entry)
}

function parentEntry(context: Context, step: Step, entries: readonly Entry[]): Entry {
  const parentOf = walker(context, step)
  return {
    name: step.name,
    render({ record }) {
      const parent = parentOf(record)
      return parent ? rendered(context, parent, entries) : null
    },
  }
}

export function rendered({ options }: Context, holder: Related, entries: readonly Entry[]): unknown {
  const { object, record } = holder
  const url = `/services/data/v${options.version}.0/sobjects/${object.name}/${record.Id}`
  const json: Record<string, unknown> = { attributes: { type: object.name, url } }
  for (const { name, render } of entries) json[name] = render(holder)
  return json
}

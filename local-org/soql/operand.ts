import type { SObject, Value } from '../records/types.ts'
import { valueOf } from '../records/value.ts'
import type { OrgObject } from '../schema/schema.ts'
import type { Field } from '../schema/types.ts'
import type { Context } from './context.ts'
import { malformed } from './problems.ts'

/** What a condition compares, an order sorts by, or a column shows, of the rows of a kind. */
export interface Valued<Row> {
  /** As a column is called: `Name`, `Account.Owner.Name`. */
  readonly name: string
  readonly field: Field
  value(row: Row): Value
}

/** From a record to the one that its reference field names. */
export interface Step {
  readonly field: Field
  readonly name: string
  readonly targets: readonly OrgObject[]
}

export interface Related {
  readonly object: OrgObject
  readonly record: SObject
}

export interface Operand extends Valued<SObject> {
  readonly steps: readonly Step[]
  /** The record that holds the field, at the end of the steps. */
  holder(record: SObject): Related | undefined
  /** The value, once the holder was reached. */
  valueIn(holder: Related): Value
}

/** Where names are looked up: the object a query is about, and what else the query calls it. */
export interface Level {
  readonly context: Context
  readonly object: OrgObject
  readonly names: readonly string[]
}

const MOST_STEPS = 5

/** `Account.Owner.Name`, from a contact. `after` is the keyword of the clause, to say where a wrong name stands. */
export function operandOf(level: Level, text: string, after?: string): Operand {
  const { context, object } = level
  const path = withoutPrefix(level, text.split('.'))
  const names = path.slice(0, -1)
  if (names.length > MOST_STEPS) {
    throw malformed(`The relationship path ${text} has more than ${MOST_STEPS} levels`)
  }
  const steps: Step[] = []
  let targets: readonly OrgObject[] = [object]
  for (const name of names) {
    const step = stepOf(context, targets, name)
    if (!step) throw context.complain(text, 'INVALID_FIELD', noRelationship(name), after)
    steps.push(step)
    targets = step.targets
    for (const target of targets) context.touch(target.name)
  }
  const last = path.at(-1) ?? ''
  const found = finalField(targets, last, steps.length > 0)
  if (!found) throw context.complain(text, 'INVALID_FIELD', noColumn(last, targets), after)
  noteMoment(context, targets, found.field)
  return assemble(level, steps, found)
}

function withoutPrefix({ names, object }: Level, path: readonly string[]): readonly string[] {
  const [first = ''] = path
  const isPrefix = path.length > 1 && names.includes(first.toLowerCase()) && !object.parent(first)
  return isPrefix ? path.slice(1) : path
}

function stepOf(context: Context, from: readonly OrgObject[], name: string): Step | undefined {
  const field = from.map((object) => object.parent(name)).find((parent) => parent !== undefined)
  const targets = (field?.referenceTo ?? []).flatMap((target) => context.schema.object(target) ?? [])
  if (!field?.relationshipName || targets.length === 0) return undefined
  return { field, name: field.relationshipName, targets }
}

interface Found {
  field: Field
  valueIn(holder: Related, context: Context): Value
}

const TYPE: Field = { name: 'Type', label: 'Type', type: 'string', length: 255 }

function finalField(targets: readonly OrgObject[], name: string, isParent: boolean): Found | undefined {
  const [only, another] = targets
  if (only && !another) {
    const field = only.field(name)
    return field && { field, valueIn: ({ record }, { store }) => valueOf(field, record, store) }
  }
  // Of a reference that can name several objects, Type is which.
  if (isParent && name.toLowerCase() === 'type') return { field: TYPE, valueIn: ({ object }) => object.name }
  const fields = new Map(targets.flatMap((object) => entry(object, object.field(name))))
  const [first] = fields.values()
  if (!first) return undefined
  return {
    field: first,
    valueIn({ object, record }, { store }) {
      const field = fields.get(object.name)
      return field ? valueOf(field, record, store) : null
    },
  }
}

function entry(object: OrgObject, field: Field | undefined): [string, Field][] {
  return field ? [[object.name, field]] : []
}

/** A formula may look at the clock; the fields that others are parts of only put those together. */
function noteMoment(context: Context, targets: readonly OrgObject[], field: Field) {
  const isWhole = targets.some(({ fields }) => fields.some(({ partOf }) => partOf === field.name))
  if (field.formula && !isWhole) context.passing()
}

function assemble({ context, object }: Level, steps: readonly Step[], { field, valueIn }: Found): Operand {
  const name = [...steps.map((step) => step.name), field.name].join('.')
  const { store } = context
  const inHolder = (holder: Related) => valueIn(holder, context)
  const walk = steps.map((step) => walker(context, step))
  const holder = (record: SObject) => {
    let at: Related | undefined = { record, object }
    for (const next of walk) at = at && next(at.record)
    return at
  }
  return {
    name,
    field,
    steps,
    holder,
    valueIn: inHolder,
    value:
      steps.length === 0
        ? (record) => valueOf(field, record, store)
        : (record) => {
            const at = holder(record)
            return at ? inHolder(at) : null
          },
  }
}

/** Parents kept at hand: a few are asked for again and again. */
const MOST_KEPT = 2000

/** The parent of a record by way of one reference. Those seen lately are good until anything of their object changes. */
export function walker({ schema, store }: Context, { field, targets }: Step) {
  const [only, another] = targets
  const kept = new Map<string, Related | undefined>()
  let version = 0
  return (record: SObject): Related | undefined => {
    const id = valueOf(field, record, store)
    if (typeof id !== 'string' || id === '') return undefined
    const object = another ? schema.byKeyPrefix(id.slice(0, 3)) : only
    if (!object) return undefined
    const current = targets.reduce((sum, target) => sum + store.version(target.name), 0)
    if (current !== version || kept.size > MOST_KEPT) kept.clear()
    version = current
    if (kept.has(id)) return kept.get(id)
    const parent = store.read(object.name, id)
    const related = parent && { object, record: parent }
    kept.set(id, related)
    return related
  }
}

export function noColumn(name: string, targets: readonly OrgObject[]): string {
  const entity = targets.length === 1 ? (targets[0]?.name ?? '') : 'Name'
  return (
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append ` +
    `the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`
  )
}

function noRelationship(name: string): string {
  return (
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure ` +
    `to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the ` +
    `appropriate names.`
  )
}

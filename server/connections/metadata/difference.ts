import type { FieldDescribe, ObjectDescribe, ObjectSummary } from '../../salesforce/index.ts'

/** What an org says of itself: every object there is, and the fields of those that were looked at. */
export interface Told {
  readonly objects: readonly ObjectSummary[]
  readonly describes: readonly ObjectDescribe[]
}

const OBJECT_PROPERTIES = ['queryable', 'createable', 'updateable'] as const
const FIELD_PROPERTIES = [
  ...(['type', 'length', 'precision', 'scale', 'referenceTo', 'filterable'] as const),
  ...(['unique', 'externalId', 'calculated', 'createable', 'updateable'] as const),
] as const

export const CHANGE_KINDS = [
  ...(['object-added', 'object-gone', 'object-changed'] as const),
  ...(['field-added', 'field-gone', 'field-changed'] as const),
] as const
export const CHANGED_PROPERTIES = [...new Set([...OBJECT_PROPERTIES, ...FIELD_PROPERTIES])] as const

type Value = string | number | boolean | readonly string[]

/** One thing that is otherwise than it was. Of a field that came or went, `to` or `from` is its type. */
export interface Change {
  readonly kind: (typeof CHANGE_KINDS)[number]
  readonly object: string
  readonly field?: string
  readonly property?: (typeof CHANGED_PROPERTIES)[number]
  readonly from?: Value
  readonly to?: Value
}

/** Salesforce finds names in any case, so that is no difference. */
export const keyOf = (name: string): string => name.toLowerCase()

/** Everything that a mapping could stumble over, by the names of objects and fields. */
export function difference(before: Told, after: Told): Change[] {
  const was = byName(before.describes)
  const is = byName(after.describes)
  return pairs(before.objects, after.objects).flatMap(([old, now]): Change[] => {
    if (!old) return [{ kind: 'object-added', object: now.name }]
    if (!now) return [{ kind: 'object-gone', object: old.name }]
    const [oldFields, newFields] = [was.get(keyOf(old.name))?.fields, is.get(keyOf(now.name))?.fields]
    // Of an object that was not looked at both times, nothing is known to have changed.
    const fields = oldFields && newFields ? changedFields(now.name, oldFields, newFields) : []
    return [
      ...changedProperties('object-changed', { object: now.name }, [OBJECT_PROPERTIES, old, now]),
      ...fields,
    ]
  })
}

const changedFields = (
  object: string,
  before: readonly FieldDescribe[],
  after: readonly FieldDescribe[],
): Change[] =>
  pairs(before, after).flatMap(([old, now]): Change[] => {
    if (!old) return [{ kind: 'field-added', object, field: now.name, to: now.type }]
    if (!now) return [{ kind: 'field-gone', object, field: old.name, from: old.type }]
    return changedProperties('field-changed', { object, field: now.name }, [FIELD_PROPERTIES, old, now])
  })

function changedProperties<P extends (typeof CHANGED_PROPERTIES)[number]>(
  kind: Change['kind'],
  at: Pick<Change, 'object' | 'field'>,
  [properties, old, now]: [readonly P[], Record<P, Value>, Record<P, Value>],
): Change[] {
  return properties
    .filter((property) => textOf(old[property]) !== textOf(now[property]))
    .map((property) => ({ kind, ...at, property, from: old[property], to: now[property] }))
}

/** The objects a lookup may lead to come in any order. */
const textOf = (value: Value): string => (typeof value === 'object' ? value.toSorted().join() : String(value))

type Pair<T> = [T, T] | [undefined, T] | [T, undefined]

/** What was and what is of each name, in the order of the names. */
function pairs<T extends { name: string }>(before: readonly T[], after: readonly T[]): Pair<T>[] {
  const [was, is] = [byName(before), byName(after)]
  const keys = [...new Set([...was.keys(), ...is.keys()])].sort()
  return keys.map((key) => [was.get(key), is.get(key)] as Pair<T>)
}

const byName = <T extends { name: string }>(all: readonly T[]): Map<string, T> =>
  new Map(all.map((one) => [keyOf(one.name), one]))

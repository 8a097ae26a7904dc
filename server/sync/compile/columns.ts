import { quoteLiteral, sameName, type FieldDefinition, type ObjectDefinition } from '../../objects/index.ts'
import type { Destination } from '../definition.ts'
import { convert } from './convert.ts'
import { findGsid, findItem, findRecord, type FindIn, type Found } from './find.ts'
import type { Check } from './problems.ts'

/** A column that a destination fills, and how. */
export interface Column {
  field: FieldDefinition
  value: string
  identifier: boolean
}

export interface Filled {
  columns: Column[]
  found: Found[]
  checks: Check[]
}

type Where = Omit<FindIn, 'number'>

/** Every column of a destination: converted, found among the items of a picklist, or looked up. */
export function columnsOf(
  destination: Destination,
  {
    target,
    objectNamed,
    where,
  }: { target: ObjectDefinition; objectNamed(name: string): ObjectDefinition; where: Where },
): Filled {
  const found: Found[] = []
  const checks: Check[] = []
  const use = (one: Found): string => {
    found.push(one)
    checks.push(...one.checks)
    return one.value
  }
  const at = (): FindIn => ({ ...where, number: found.length + 1 })

  const direct = destination.direct.map((mapping): Column => {
    const field = fieldOf(target, mapping.target)
    const { identifier } = mapping
    if (field.type === 'picklist')
      return { field, identifier, value: use(findItem(mapping, { field, in: at() })) }
    if (field.type === 'lookup')
      return {
        field,
        identifier,
        value: use(findGsid(mapping, { to: objectNamed(field.lookup ?? ''), in: at() })),
      }
    const column = `s.${where.sources.column(mapping.source)}`
    const raw =
      mapping.default === undefined ? column : `coalesce(${column}, ${quoteLiteral(mapping.default)})`
    const converted = convert(field, mapping, raw)
    checks.push(...converted.checks)
    return { field, identifier, value: converted.value }
  })
  const derived = destination.derived.map((mapping): Column => ({
    field: fieldOf(target, mapping.target),
    identifier: false,
    value: use(findRecord(mapping, { from: objectNamed(mapping.object), in: at() })),
  }))
  const columns = [...direct, ...derived]
  return {
    columns,
    found,
    checks: [...checks, ...columns.flatMap((column) => emptyChecks(column, destination))],
  }
}

/** Said last: an empty value that was not found has its own reason already. */
function emptyChecks({ field, value, identifier }: Column, { direct, derived }: Destination): Check[] {
  const target = field.name
  const source =
    direct.find((mapping) => sameName(mapping.target, target))?.source ??
    derived.find((mapping) => sameName(mapping.target, target))?.match[0]?.source ??
    null
  if (identifier) return [{ bad: `${value} is null`, problem: { code: 'KEY_EMPTY', source, target } }]
  if (!field.required || field.defaultValue !== undefined) return []
  return [{ bad: `${value} is null`, problem: { code: 'REQUIRED_EMPTY', source, target } }]
}

function fieldOf(object: ObjectDefinition, name: string): FieldDefinition {
  const field = object.fields.find((candidate) => sameName(candidate.name, name))
  if (!field) throw new Error(`${object.name} has no field ${name}`)
  return field
}

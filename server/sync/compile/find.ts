import {
  keyExpression,
  picklistCategoryGsid,
  qualified,
  quoteLiteral,
  sameName,
  type FieldDefinition,
  type ObjectDefinition,
} from '../../objects/index.ts'
import type { DerivedMapping, DirectMapping } from '../definition.ts'
import type { Check } from './problems.ts'
import type { Sources } from './sources.ts'

/** A value that is found rather than converted: once for each different key of a batch, however many rows have it. */
export interface Found {
  /** A common table expression of the name. */
  name: string
  with: string
  join: string
  value: string
  checks: Check[]
}

export interface FindIn {
  schema: string
  staging: string
  sources: Sources
  /** Tells it from the others of its statement. */
  number: number
}

/** As an index has it: `lower("email")` where capitals do not count. */
const keyOn = (alias: string, field: FieldDefinition): string =>
  keyExpression(field).replace(/("[a-z0-9_]+")/, `${alias}.$1`)

const likeKey = (field: FieldDefinition, raw: string): string =>
  field.matching === 'ignore-case' ? `lower(${raw})` : raw

/** A lookup filled with the record whose fields equal those of the source. */
export function findRecord(
  derived: DerivedMapping,
  { from, in: { schema, staging, sources, number } }: { from: ObjectDefinition; in: FindIn },
): Found {
  const name = `found${number}`
  const pairs = derived.match.map(({ source, target }, n) => {
    const field = from.fields.find((candidate) => sameName(candidate.name, target))
    if (!field) throw new Error(`${from.name} has no field ${target}`)
    const raw = (alias: string) => `${alias}.${sources.column(source)}`
    return {
      wanted: (alias: string) => likeKey(field, raw(alias)),
      there: keyOn('t', field),
      key: `k${n + 1}`,
      source,
    }
  })
  const keys = pairs.map(({ key }) => key)
  const isWanted = pairs.map(({ wanted }) => `${wanted('s')} is not null`).join(' and ')
  const source = derived.match[0]?.source ?? null
  const at = { source, target: derived.target }
  const fallback = typeof derived.none === 'object' ? quoteLiteral(derived.none.default) : undefined
  return {
    name,
    with: `${name} as materialized (
  select ${keys.map((key) => `w.${key}`).join(', ')}, min(t."gsid") as gsid, count(t."gsid") as several
    from (select distinct ${pairs.map(({ wanted, key }) => `${wanted('s')} as ${key}`).join(', ')} from ${staging} s where ${isWanted}) w
    left join ${qualified(schema, from.name)} t on ${pairs.map(({ there, key }) => `${there} = w.${key}`).join(' and ')}
   group by ${keys.map((key) => `w.${key}`).join(', ')})`,
    join: `left join ${name} on ${pairs.map(({ wanted, key }) => `${name}.${key} = ${wanted('s')}`).join(' and ')}`,
    value: fallback === undefined ? `${name}.gsid` : `coalesce(${name}.gsid, ${fallback})`,
    checks: [
      ...(derived.several === 'reject'
        ? [{ bad: `${name}.several > 1`, problem: { code: 'LOOKUP_SEVERAL' as const, ...at } }]
        : []),
      ...(derived.none === 'reject'
        ? [{ bad: `${name}.gsid is null`, problem: { code: 'LOOKUP_NONE' as const, ...at } }]
        : []),
    ],
  }
}

/** A picklist's item by its name, or by the name a mapping gives to the source's value. */
export function findItem(
  mapping: DirectMapping,
  { field, in: { schema, staging, sources, number } }: { field: FieldDefinition; in: FindIn },
): Found {
  const name = `item${number}`
  const { source, target } = mapping
  const column = `s.${sources.column(source)}`
  const raw = mapping.default === undefined ? column : `coalesce(${column}, ${quoteLiteral(mapping.default)})`
  const named = Object.entries(mapping.items ?? {})
    .map(([value, item]) => `when ${quoteLiteral(value)} then ${quoteLiteral(item)}`)
    .join(' ')
  const item = named === '' ? 'w.v' : `case w.v ${named} else w.v end`
  const category = quoteLiteral(picklistCategoryGsid(field.picklist ?? ''))
  return {
    name,
    with: `${name} as materialized (
  select w.v, t."gsid" as gsid
    from (select distinct ${raw} as v from ${staging} s where ${raw} is not null) w
    left join ${qualified(schema, 'Picklist_Item')} t
      on t."categoryid" = ${category} and lower(t."name") = lower(${item}))`,
    join: `left join ${name} on ${name}.v = ${raw}`,
    value: `${name}.gsid`,
    checks: [
      {
        bad: `${raw} is not null and ${name}.gsid is null`,
        problem: { code: 'ITEM_UNKNOWN', source, target },
      },
    ],
  }
}

/** A lookup whose source already has the GSID of what it points to. */
export const findGsid = (
  { source, target }: DirectMapping,
  { to, in: at }: { to: ObjectDefinition; in: FindIn },
): Found =>
  findRecord(
    { target, object: to.name, match: [{ source, target: 'Gsid' }], several: 'any', none: 'null' },
    { from: to, in: at },
  )

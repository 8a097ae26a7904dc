import type { Queryable } from '../store/index.ts'
import { fieldNamed } from './catalogue-store.ts'
import { defaultOf } from './ddl.ts'
import type { FieldDefinition, ObjectDefinition } from './definition.ts'
import { FIELD_TYPES } from './field-types.ts'
import { physicalName, qualified, quoteIdentifier, quoteLiteral } from './identifier.ts'

export type Row = Readonly<Record<string, unknown>>

/** Large enough that round trips vanish, small enough that a chunk's JSON is a few megabytes. */
const CHUNK = 5_000

/**
 * Loads rows as they are: any field, system fields too, named in any capitals; the caller answers for the rights. A row
 * that lacks a field another row of its chunk has gets the field's default. Answers the GSIDs in the order of the rows.
 */
export async function insertRows(
  tx: Queryable,
  schema: string,
  object: ObjectDefinition,
  rows: readonly Row[],
): Promise<string[]> {
  const gsids: string[] = []
  for (let start = 0; start < rows.length; start += CHUNK) {
    gsids.push(...(await insertChunk(tx, schema, object, rows.slice(start, start + CHUNK))))
  }
  return gsids
}

async function insertChunk(
  tx: Queryable,
  schema: string,
  object: ObjectDefinition,
  rows: readonly Row[],
): Promise<string[]> {
  const given = new Map<string, FieldDefinition>()
  const chunk = rows.map((row) => {
    const entries = Object.entries(row).map(([name, value]) => {
      const key = name.toLowerCase()
      if (!given.has(key)) given.set(key, fieldNamed(object, name))
      return [key, value] as const
    })
    return Object.fromEntries(entries)
  })
  const answer = await tx.query<{ gsid: string }>(insertSql(schema, object, [...given.values()]), [
    JSON.stringify(chunk),
  ])
  return answer.map((row) => row.gsid)
}

/** GSIDs are made before the insert: the order in which an INSERT … RETURNING answers is nobody's promise. */
function insertSql(schema: string, object: ObjectDefinition, given: readonly FieldDefinition[]): string {
  const fields = given.filter((field) => physicalName(field.name) !== 'gsid')
  const names = fields.map((field) => quoteIdentifier(field.name))
  const columns = fields.map(
    (field) => `${quoteIdentifier(field.name)} ${FIELD_TYPES[field.type].column(field)}`,
  )
  const values = fields.map((field) => {
    const fallback = defaultOf(field)
    const column = quoteIdentifier(field.name)
    return fallback === undefined ? column : `coalesce(${column}, ${fallback}) as ${column}`
  })
  const listed = (parts: readonly string[]): string => parts.map((part) => `, ${part}`).join('')
  return `with batch as materialized (
      select coalesce("gsid", control.new_gsid(${quoteLiteral(object.prefix)})) as "gsid"${listed(values)}, "ordinality"
      from rows from (json_to_recordset($1::json) as ("gsid" text${listed(columns)})) with ordinality
    ), written as (
      insert into ${qualified(schema, object.name)} ("gsid"${listed(names)})
      select "gsid"${listed(names)} from batch order by "ordinality"
    )
    select "gsid" from batch order by "ordinality"`
}

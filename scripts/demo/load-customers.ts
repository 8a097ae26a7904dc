import { CUSTOMER_LOOKUPS, customerRows, type Business, type CustomerChunk } from '../../local-org/index.ts'
import {
  STANDARD_OBJECTS,
  insertRows,
  picklistItemGsid,
  sameName,
  type FieldDefinition,
  type ObjectDefinition,
} from '../../server/objects/index.ts'
import type { Transaction } from '../../server/store/index.ts'

type Row = CustomerChunk['rows'][number]

/** `Object.Field=value` → the GSID of the row that has it, for the fields that look-ups go by. */
type Keys = Map<string, string>

/** Writes the sample's rows object after object, turning what they refer to into GSIDs. */
export async function loadCustomers(tx: Transaction, schema: string, business: Business): Promise<number> {
  const keys: Keys = new Map()
  let count = 0
  for (const { object, rows } of customerRows(business)) {
    const definition = definitionOf(object)
    const gsids = await newGsids(tx, definition.prefix, rows.length)
    // All of a chunk's keys first: a row may refer to another of its own chunk.
    rows.forEach((row, i) => remember(keys, object, { row, gsid: gsids[i] ?? '' }))
    const resolved = rows.map((row, i) => ({ Gsid: gsids[i], ...resolve(row, { object, definition, keys }) }))
    await insertRows(tx, schema, definition, resolved)
    count += rows.length
  }
  return count
}

function definitionOf(name: string): ObjectDefinition {
  const definition = STANDARD_OBJECTS.find((object) => sameName(object.name, name))
  if (!definition) throw new Error(`there is no standard object ${name}`)
  return definition
}

async function newGsids(tx: Transaction, prefix: string, count: number): Promise<string[]> {
  const rows = await tx.query<{ gsid: string }>(
    'select control.new_gsid($1) as gsid from generate_series(1, $2::int)',
    [prefix, count],
  )
  return rows.map(({ gsid }) => gsid)
}

const KEY_FIELDS = Object.values(CUSTOMER_LOOKUPS).flatMap((lookups) => Object.values(lookups))

function remember(keys: Keys, object: string, { row, gsid }: { row: Row; gsid: string }): void {
  for (const { object: target, by } of KEY_FIELDS) {
    const value = row[by]
    if (target === object && value !== null && value !== undefined)
      keys.set(`${object}.${by}=${String(value)}`, gsid)
  }
}

function resolve(
  row: Row,
  { object, definition, keys }: { object: CustomerChunk['object']; definition: ObjectDefinition; keys: Keys },
): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value === null) return [name, null]
      const lookup = CUSTOMER_LOOKUPS[object][name]
      if (lookup) return [name, keys.get(`${lookup.object}.${lookup.by}=${String(value)}`) ?? null]
      const category = picklistOf(definition, name)
      return [name, category === undefined ? value : picklistItemGsid(category, String(value))]
    }),
  )
}

function picklistOf(definition: ObjectDefinition, name: string): string | undefined {
  const field: FieldDefinition | undefined = definition.fields.find((one) => sameName(one.name, name))
  return field?.type === 'picklist' ? field.picklist : undefined
}

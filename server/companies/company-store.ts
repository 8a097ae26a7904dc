import { indexOn, keyExpression, qualified, type FieldDefinition } from '../objects/index.ts'
import type { Queryable } from '../store/index.ts'
import { companyKey, soughtKey } from './company-key.ts'
import type { Sought } from './comparison.ts'
import type { CompanyResolution } from './resolution.ts'

export interface NamedCompany {
  id: string
  name: string
}

/** The companies that carry what was sought: how many, and the first of them. */
export interface Carriers {
  count: number
  companies: NamedCompany[]
}

type Key = Pick<CompanyResolution, 'companyField' | 'comparison'>
const NONE: Carriers = { count: 0, companies: [] }
const MOST_NAMED = 10

/** A whole page of accounts in one statement; the answers are in the order of what was sought. */
export async function carriersOf(
  db: Queryable,
  schema: string,
  key: Key,
  wanted: readonly Sought[],
): Promise<Carriers[]> {
  const forms = wanted.flatMap(({ value, twin }, place) =>
    twin === null ? [{ place, value }] : [value, twin].map((form) => ({ place, value: form })),
  )
  if (forms.length === 0) return []
  const rows = await db.query<Carriers & { place: number }>(
    `select sought.place, count(*)::int as count,
            (array_agg(json_build_object('id', c."gsid", 'name', c."name") order by c."createddate", c."gsid"))
              [1:${MOST_NAMED}] as companies
       from unnest($1::int[], $2::text[]) as sought (place, value)
       join ${qualified(schema, 'Company')} c on ${companyKey(key, 'c.')} = ${soughtKey(key, 'sought.value')}
      group by sought.place`,
    [forms.map(({ place }) => place), forms.map(({ value }) => value)],
  )
  const found = new Map(rows.map(({ place, ...carriers }) => [place, carriers]))
  return wanted.map((_one, place) => found.get(place) ?? NONE)
}

/** Record pages look companies up by this key: without an index each would read all of them. */
export async function indexForResolution(
  db: Queryable,
  schema: string,
  { field, comparison }: { field: FieldDefinition; comparison: CompanyResolution['comparison'] },
): Promise<void> {
  const key = companyKey({ companyField: field.name, comparison })
  if ((field.indexed || field.unique) && keyExpression(field) === key) return
  const name = `${field.name}_${comparison.replace('-', '_')}`
  await indexOn(db, schema, { object: 'Company', name, expression: key })
}

export interface SyncedCompany extends NamedCompany {
  /** What it carries in the field that accounts are looked for in. */
  carries: string | null
  sourceModifiedAt: Date | null
  runId: string | null
}

/** The companies that a job has made from this record, told by where their rows say that they come from. */
export function companiesFrom(
  db: Queryable,
  schema: string,
  {
    companyField,
    ...source
  }: { companyField: string; connectionId: string; object: string; recordId: string },
): Promise<SyncedCompany[]> {
  return db.query<SyncedCompany>(
    `select "gsid" as id, "name" as name, ${companyKey({ companyField, comparison: 'exact' })}::text as carries,
            "_source_modified_at" as "sourceModifiedAt", "_run_id" as "runId"
       from ${qualified(schema, 'Company')}
      where "_connection_id" = $1 and lower("_source_object") = lower($2) and "_source_id" = $3
      order by "createddate", "gsid" limit ${MOST_NAMED}`,
    [source.connectionId, source.object, source.recordId],
  )
}

import {
  defaultOf,
  keyExpression,
  qualified,
  quoteIdentifier,
  quoteLiteral,
  type ObjectDefinition,
} from '../../objects/index.ts'
import type { Destination } from '../definition.ts'
import { columnsOf, type Column } from './columns.ts'
import type { Problem } from './problems.ts'
import type { Sources } from './sources.ts'

export interface MergeOf {
  schema: string
  staging: string
  sources: Sources
  /** The fields every source has: whose record it is, and when it was last changed. */
  id: string
  stamp: string
  /** The source object, for provenance. */
  source: string
  destination: Destination
  objectNamed(name: string): ObjectDefinition
  /** Where rows that are not loaded are written: (source_id, problem, candidates). */
  rejected: string
}

export interface Merge {
  /** One statement. Its parameters: the connection, the run, and what the GSIDs it makes begin with. */
  text: string
  /** What the numbers in `rejected.problem` stand for. */
  problems: readonly Problem[]
}

/** What one statement did with a batch; each of its rows is in exactly one of them. */
export interface Merged {
  read: number
  created: number
  updated: number
  unchanged: number
  stale: number
  rejected: number
}

/**
 * Loads a batch, whole: judges every value, finds what is looked up, tells new from known by the identifiers, writes
 * what differs and nothing else, and says of every row what became of it.
 */
export function compileMerge(of: MergeOf): Merge {
  const { schema, staging, sources, destination, objectNamed } = of
  const target = objectNamed(destination.object)
  const { columns, found, checks } = columnsOf(destination, {
    target,
    objectNamed,
    where: { schema, staging, sources },
  })
  const problems: Problem[] = checks.map(({ problem }) => problem)
  const number = (code: Problem['code']): number => problems.push({ code, source: null, target: null })
  const verdicts = { twice: number('KEY_TWICE'), several: number('SEVERAL_RECORDS') }
  const absent = number(destination.load === 'insert' ? 'ALREADY_THERE' : 'NOT_THERE')
  const table = qualified(schema, target.name)
  const text = `with ${[
    ...found.map((one) => one.with),
    judged({ of, columns, found, checks }),
    decided({ load: destination.load, columns, table, verdicts, absent }),
    created({ of, columns, table, target }),
    updated({ columns, table }),
    refused(of.rejected),
  ].join(',\n')}
select (select count(*) from judged)::int as read,
       (select count(*) from refused)::int as rejected,
       count(*) filter (where verdict = 'create')::int as created,
       count(*) filter (where verdict = 'change')::int as updated,
       count(*) filter (where verdict in ('same', 'touch'))::int as unchanged,
       count(*) filter (where verdict = 'stale')::int as stale
  from decided`
  return { text, problems }
}

type Part = { columns: readonly Column[] }

const valueName = (n: number): string => `v${n + 1}`
const keysOf = (columns: readonly Column[]): string[] =>
  columns.flatMap(({ field, identifier }, n) =>
    identifier ? [field.matching === 'ignore-case' ? `lower(j.${valueName(n)})` : `j.${valueName(n)}`] : [],
  )

function judged({
  of: { staging, sources, id, stamp },
  columns,
  found,
  checks,
}: Part & { of: MergeOf } & Pick<ReturnType<typeof columnsOf>, 'found' | 'checks'>): string {
  const values = columns.map(({ value }, n) => `${value} as ${valueName(n)}`)
  const verdict = checks.map(({ bad }, n) => `when ${bad} then ${n + 1}`).join('\n       ')
  return `judged as materialized (
  select s.ctid as at, s.${sources.column(id)} as sid, s.${sources.column(stamp)}::timestamptz(3) as stamp,
       ${values.join(',\n       ')},
       case ${verdict} end as problem
    from ${staging} s
    ${found.map(({ join }) => join).join('\n    ')})`
}

/**
 * Beside what is there already, sorted once: of those that share their identifiers the newest comes first, and a row that
 * stands beside several records stands there several times, one after the other.
 */
function decided({
  load,
  columns,
  table,
  verdicts,
  absent,
}: Part & {
  load: Destination['load']
  table: string
  verdicts: { twice: number; several: number }
  absent: number
}): string {
  const keys = keysOf(columns)
  const identifiers = columns.filter(({ identifier }) => identifier)
  const on = identifiers.map(({ field }, n) => `${keyExpression(field).replace(/"/, 't."')} = ${keys[n]}`)
  const isThere = load === 'insert' ? `when gsid is not null then ${absent}` : ''
  const isMissing = load === 'update' ? `when gsid is null then ${absent}` : ''
  return `decided as materialized (
  select p.*, case when refusal is not null or again then null
                   when gsid is null then 'create'
                   when known_at > stamp then 'stale'
                   when changed then 'change'
                   when known_at is distinct from stamp or known_id is distinct from sid then 'touch'
                   else 'same' end as verdict
    from (select b.*, case when again then null when place > 1 then ${verdicts.twice}
                           when several then ${verdicts.several} ${isThere}${isMissing} end as refusal
            from (select j.*, t."gsid" as gsid, t."_source_modified_at" as known_at, t."_source_id" as known_id,
                         ${changes(columns)} as changed, row_number() over w as place,
                         coalesce(lag(j.at) over w = j.at, false) as again,
                         coalesce(lead(j.at) over w = j.at, false) as several
                    from judged j left join ${table} t on ${on.join(' and ')}
                   where j.problem is null
                  window w as (partition by ${keys.join(', ')} order by j.stamp desc, j.sid desc, j.at, t."gsid")) b) p)`
}

function changes(columns: readonly Column[]): string {
  const differs = columns.flatMap((column, n) => {
    const value = kept(column, `j.${valueName(n)}`)
    return column.identifier ? [] : [`t.${quoteIdentifier(column.field.name)} is distinct from ${value}`]
  })
  return differs.length === 0 ? 'false' : `(${differs.join(' or ')})`
}

/** The candidates go with a row that has several, so that somebody can choose. */
const refused = (into: string): string => `refused as (
  insert into ${into} (source_id, problem, candidates)
  select sid, problem, null from judged where problem is not null
  union all
  select d.sid, d.refusal, c.candidates
    from decided d
    left join (select at, array_agg(gsid) as candidates from decided where again or several group by at) c
      on c.at = d.at and d.several
   where d.refusal is not null
  returning 1)`

/** GSIDs count up within a batch: what comes together stands together in the index. */
function created({
  of,
  columns,
  table,
  target,
}: Part & { of: MergeOf; table: string; target: ObjectDefinition }): string {
  const names = columns.map(({ field }) => quoteIdentifier(field.name))
  const values = columns.map(({ field }, n) => {
    const fallback = defaultOf(field)
    return fallback === undefined ? valueName(n) : `coalesce(${valueName(n)}, ${fallback})`
  })
  return `created as (
  insert into ${table} ("gsid", ${names.join(', ')}, "_connection_id", "_source_object", "_source_id", "_source_modified_at", "_run_id")
  select ${quoteLiteral(target.prefix)} || $3 || upper(lpad(to_hex(row_number() over ()), 8, '0')), ${values.join(', ')}, $1, ${quoteLiteral(of.source)}, sid, stamp, $2
    from decided where verdict = 'create'
  returning 1)`
}

/** What is the same but newer only learns how new it is: an older change that comes late must not win. */
function updated({ columns, table }: Part & { table: string }): string {
  const sets = columns.map(
    (column, n) => `${quoteIdentifier(column.field.name)} = ${kept(column, `d.${valueName(n)}`)}`,
  )
  return `updated as (
  update ${table} t
     set ${sets.join(', ')}, "_connection_id" = $1, "_source_id" = d.sid, "_source_modified_at" = d.stamp, "_run_id" = $2,
         "modifieddate" = case when d.verdict = 'change' then now() else t."modifieddate" end
    from decided d
   where t."gsid" = d.gsid and d.verdict in ('change', 'touch')
  returning 1)`
}

/** A field that must have a value keeps the one it has when the source has none. */
function kept({ field }: Column, value: string): string {
  if (!field.required || field.defaultValue === undefined) return value
  return `coalesce(${value}, t.${quoteIdentifier(field.name)})`
}

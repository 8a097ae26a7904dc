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
    placed({ columns, table }),
    decided({ load: destination.load, columns, verdicts, absent }),
    created({ of, columns, table, target }),
    updated({ columns, table }),
    `refused as (
  insert into ${of.rejected} (source_id, problem, candidates)
  select sid, problem, null from judged where problem is not null
  union all
  select sid, refusal, case when several then array_agg(gsid) end from decided where refusal is not null
   group by at, sid, refusal, several
  returning 1)`,
  ].join(',\n')}
select (select count(*) from judged)::int as read,
       (select count(*) from created)::int as created,
       (select count(*) from updated where was_changed)::int as updated,
       (select count(*) from decided where verdict in ('same', 'touch'))::int as unchanged,
       (select count(*) from decided where verdict = 'stale')::int as stale,
       (select count(*) from refused)::int as rejected`
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

/** Beside what is there already; the newest of those that share their identifiers comes first. */
function placed({ columns, table }: Part & { table: string }): string {
  const keys = keysOf(columns)
  const identifiers = columns.filter(({ identifier }) => identifier)
  const on = identifiers.map(({ field }, n) => `${keyExpression(field).replace(/"/, 't."')} = ${keys[n]}`)
  const changed = columns
    .flatMap((column, n) =>
      column.identifier
        ? []
        : [`t.${quoteIdentifier(column.field.name)} is distinct from ${kept(column, `j.${valueName(n)}`)}`],
    )
    .join(' or ')
  return `placed as materialized (
  select j.*, t."gsid" as gsid, t."_source_modified_at" as known_at, t."_source_id" as known_id,
       ${changed === '' ? 'false' : `(${changed})`} as changed,
       row_number() over (partition by ${keys.join(', ')} order by j.stamp desc, j.sid desc, t."gsid") as place,
       first_value(j.sid) over (partition by ${keys.join(', ')} order by j.stamp desc, j.sid desc, t."gsid") as first,
       min(t."gsid") over (partition by ${keys.join(', ')}) is distinct from max(t."gsid") over (partition by ${keys.join(', ')}) as several
    from judged j left join ${table} t on ${on.join(' and ')}
   where j.problem is null)`
}

function decided({
  load,
  verdicts,
  absent,
}: Part & {
  load: Destination['load']
  verdicts: { twice: number; several: number }
  absent: number
}): string {
  const missing = load === 'update' ? `when gsid is null then ${absent}` : ''
  const there = load === 'insert' ? `when gsid is not null then ${absent}` : ''
  return `decided as materialized (
  select p.*,
       case when several then ${verdicts.several} when place > 1 then ${verdicts.twice} ${missing} ${there} end as refusal,
       case when several or place > 1 then 'refused'
            when gsid is null then ${load === 'update' ? `'refused'` : `'create'`}
            ${
              load === 'insert'
                ? `else 'refused'`
                : `when known_at > stamp then 'stale'
            when changed then 'change'
            when known_at is distinct from stamp or known_id is distinct from sid then 'touch'
            else 'same'`
            } end as verdict
    from placed p)`
}

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
  returning d.verdict = 'change' as was_changed)`
}

/** A field that must have a value keeps the one it has when the source has none. */
function kept({ field }: Column, value: string): string {
  if (!field.required || field.defaultValue === undefined) return value
  return `coalesce(${value}, t.${quoteIdentifier(field.name)})`
}

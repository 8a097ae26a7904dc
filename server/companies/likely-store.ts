import { qualified, quoteIdentifier, type FieldDefinition } from '../objects/index.ts'
import type { Queryable } from '../store/index.ts'
import { domainOf, nameCore, nameWords, type Candidate, type EvidenceKind } from './likely.ts'

/** A value of the account, by the name of its field. */
export interface Clue {
  field: string
  value: string
}

export interface Clues {
  names: readonly Clue[]
  domains: readonly Clue[]
  /** Ids of this and other systems: looked for in every field that holds such. */
  ids: readonly Clue[]
}

interface Hit {
  id: string
  name: string
  field: string
  value: string
}

const MOST = 50

/** The companies that share something with an account; which of them are likely is decided by `rankLikely`. */
export async function findAlike(
  db: Queryable,
  { schema, fields }: { schema: string; fields: readonly FieldDefinition[] },
  clues: Clues,
): Promise<Candidate[]> {
  const table = qualified(schema, 'Company')
  return [
    ...(await byName(db, table, clues.names)),
    ...(await byDomain(db, { table, fields: fields.filter(holdsAddresses) }, clues.domains)),
    ...(await byId(db, { table, fields: fields.filter(holdsIds) }, clues.ids)),
  ]
}

/** The database finds those that share the longest word, and `nameCore` has the last word. */
async function byName(db: Queryable, table: string, names: readonly Clue[]): Promise<Candidate[]> {
  const found: Candidate[] = []
  for (const clue of names) {
    const core = nameCore(clue.value)
    const [longest = ''] = nameWords(clue.value).toSorted((a, b) => b.length - a.length)
    if (core.length < 2) continue
    const hits = await db.query<Hit>(
      `select "gsid" as id, "name" as name, 'Name' as field, "name" as value
         from ${table}
        where strpos(${SQUEEZED_NAME}, $1) > 0
        order by abs(length("name") - $2::int), "name", "gsid" limit 500`,
      [longest, clue.value.length],
    )
    const alike = hits.filter(({ name }) => nameCore(name) === core)
    found.push(...alike.slice(0, MOST).map((hit) => candidate('name', clue, hit)))
  }
  return found
}

/** Without accents and punctuation, as `nameWords` reads it. */
const SQUEEZED_NAME = `regexp_replace(
  lower(normalize("name"::text, NFKD)), '[[:space:][:punct:]\\u2019\\u0300-\\u036f]+', '', 'g')`

async function byDomain(
  db: Queryable,
  { table, fields }: { table: string; fields: readonly FieldDefinition[] },
  clues: readonly Clue[],
): Promise<Candidate[]> {
  const found: Candidate[] = []
  for (const clue of clues) {
    const domain = domainOf(clue.value)
    if (domain === undefined) continue
    for (const { name } of fields) {
      const column = quoteIdentifier(name)
      const hits = await db.query<Hit>(
        `select "gsid" as id, "name" as name, $2 as field, ${column}::text as value
           from ${table} where strpos(lower(${column}), $1) > 0 order by "name", "gsid" limit 500`,
        [domain, name],
      )
      const same = hits.filter(({ value }) => domainOf(value) === domain)
      found.push(...same.slice(0, MOST).map((hit) => candidate('domain', clue, hit)))
    }
  }
  return found
}

async function byId(
  db: Queryable,
  { table, fields }: { table: string; fields: readonly FieldDefinition[] },
  clues: readonly Clue[],
): Promise<Candidate[]> {
  // A number of one or two digits is in too many fields to say anything.
  const telling = clues.filter(({ value }) => value.length > 2)
  if (telling.length === 0) return []
  const values = telling.map(({ value }) => value)
  const found: Candidate[] = []
  for (const { name } of fields) {
    const column = quoteIdentifier(name)
    const hits = await db.query<Hit>(
      `select "gsid" as id, "name" as name, $2 as field, ${column}::text as value
         from ${table} where ${column} = any($1::text[]) order by "name", "gsid" limit ${MOST}`,
      [values, name],
    )
    for (const hit of hits) {
      const clue = telling.find(({ value }) => value === hit.value)
      if (clue) found.push(candidate('external-id', clue, hit))
    }
  }
  return found
}

const candidate = (kind: EvidenceKind, { field, value }: Clue, hit: Hit): Candidate => ({
  id: hit.id,
  name: hit.name,
  evidence: [
    {
      ...{ kind, accountField: field, accountValue: value },
      ...{ companyField: hit.field, companyValue: hit.value },
    },
  ],
})

const holdsAddresses = ({ type, name }: FieldDefinition): boolean =>
  type === 'url' || (type === 'string' && /domain|website|web_?site|url/i.test(name))

/** Texts that are compared byte by byte are ids; of the others, those that customers have added may be. */
const holdsIds = ({ type, kind, matching, name }: FieldDefinition): boolean =>
  (type === 'string' || type === 'gsid') &&
  (matching === 'exact' || kind === 'custom' || type === 'gsid') &&
  !['CurrencyIsoCode', '_source_object', '_source_id'].includes(name)

import { carries, type CompanyResolution, type Sought } from '../companies/index.ts'
import { together } from '../lib/together.ts'
import { picklistItemGsid, qualified } from '../objects/index.ts'
import { statement, type Queryable } from '../store/index.ts'

/** The columns of one company as the widget needs them; numbers are text, as PostgreSQL sends exact numbers. */
export interface CompanyRow {
  gsid: string
  name: string
  score: string | null
  trend: string | null
  renewal_date: string | null
  arr: string | null
  currency: string | null
  csm_name: string | null
  csm_email: string | null
  modified_at: Date
}

export interface WidgetRead {
  licensed: boolean
  companies: CompanyRow[]
}

/** What one page view asks: may this user look, and which companies carry this value? */
export interface WidgetQuestion {
  userId: string
  sought: Sought | null
}

/** Where companies are looked for. */
export type CompanyKey = Pick<CompanyResolution, 'companyField' | 'comparison'>

export interface TeamViewStore {
  read(schema: string, key: CompanyKey, question: WidgetQuestion): Promise<WidgetRead>
}

/** A viewer, by the place of their question, with a company beside it or with nothing. */
type Viewed = { place: number; licensed: boolean } & (CompanyRow | { gsid: null })

/** More than a person would read in a list of candidates. */
const MOST_COMPANIES = 10

/**
 * One statement for the whole document, shared by the page views that ask at the same moment: the round trip costs
 * several times what finding the rows does. A few trips at a time, so that one that hangs does not hold up everybody.
 */
export function teamViewStore(db: Queryable, licences: readonly string[]): TeamViewStore {
  const items = licences.map((name) => picklistItemGsid('USER_LICENSE_TYPE', name))
  const readers = new Map<string, (question: WidgetQuestion) => Promise<WidgetRead>>()
  const readerFor = (schema: string, key: CompanyKey) => {
    const text = statement(readText(schema, key))
    return together<WidgetQuestion, WidgetRead>(
      async (questions) => {
        const sought = questions.map((question) => question.sought?.value ?? null)
        const twins = questions.map((question) => question.sought?.twin ?? null)
        const users = questions.map((question) => question.userId)
        return byPlace(await db.query<Viewed>(text, [sought, twins, users, items]), questions.length)
      },
      { trips: 4, most: 100 },
    )
  }
  return {
    read(schema, key, question) {
      const name = `${schema}.${key.companyField} ${key.comparison}`
      const reader = readers.get(name) ?? readerFor(schema, key)
      readers.set(name, reader)
      return reader(question)
    },
  }
}

function byPlace(rows: readonly Viewed[], count: number): WidgetRead[] {
  const reads: WidgetRead[] = Array.from({ length: count }, () => ({ licensed: false, companies: [] }))
  for (const row of rows) {
    const read = reads[row.place]
    if (!read) continue
    read.licensed = row.licensed
    if (isCompany(row)) read.companies.push(row)
  }
  return reads
}

const isCompany = (row: Viewed): row is Viewed & CompanyRow => row.gsid !== null

/** The licence decides inside the statement: without one, no company row leaves the database. */
function readText(schema: string, key: CompanyKey): string {
  const company = qualified(schema, 'Company')
  const user = qualified(schema, 'User')
  return `
  select (question.ordinality - 1)::int as place, viewer.licensed is not null as licensed, found.*
    from unnest($1::text[], $2::text[], $3::text[]) with ordinality as question (sought, twin, user_id)
    left join lateral (
      select true as licensed from ${user} u
       where u."sfdcuserid" = question.user_id and u."isactiveuser" and u."licensetype" = any($4::text[])
       limit 1) viewer on true
    left join lateral (
      select c."gsid" as gsid, c."name" as name, c."currentscore" as score, c."trend" as trend,
             c."renewaldate" as renewal_date, c."arr" as arr, c."currencyisocode" as currency,
             csm."name" as csm_name, csm."email" as csm_email, c."modifieddate" as modified_at,
             c."createddate" as created_at
        from ${company} c
        left join ${user} csm on csm."gsid" = c."csm"
       where ${carries(key, 'c.', { value: 'question.sought', twin: 'question.twin' })}
       order by c."createddate", c."gsid"
       limit ${MOST_COMPANIES}) found on viewer.licensed
   order by question.ordinality, found.created_at, found.gsid`
}

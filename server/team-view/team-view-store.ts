import { picklistItemGsid, qualified, quoteIdentifier } from '../objects/index.ts'
import { statement, type Queryable, type Statement } from '../store/index.ts'

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

/** The viewer, with a company beside it or with nothing. */
type Viewed = { licensed: boolean } & (CompanyRow | { gsid: null })

export interface WidgetReadRequest {
  schema: string
  userId: string
  licences: readonly string[]
  companyField: string
  sought: string | null
}

export interface TeamViewStore {
  read(request: WidgetReadRequest): Promise<WidgetRead>
}

/** More than a person would read in a list of candidates. */
const MOST_COMPANIES = 10

/** One statement for the whole document: a second round trip would cost as much as the first. */
export function teamViewStore(db: Queryable): TeamViewStore {
  const statements = new Map<string, Statement>()
  const statementFor = (schema: string, companyField: string): Statement => {
    const key = `${schema}.${companyField}`
    const known = statements.get(key) ?? statement(readText(schema, companyField))
    statements.set(key, known)
    return known
  }
  return {
    async read({ schema, userId, licences, companyField, sought }) {
      const rows = await db.query<Viewed>(statementFor(schema, companyField), [
        sought,
        userId,
        licences.map((name) => picklistItemGsid('USER_LICENSE_TYPE', name)),
      ])
      // The viewer's row is always there; without a company beside it, its company columns are null.
      return { licensed: rows[0]?.licensed ?? false, companies: rows.filter((row) => isCompany(row)) }
    },
  }
}

const isCompany = (row: Viewed): row is Viewed & CompanyRow => row.gsid !== null

/** The licence decides inside the statement: without one, no company row leaves the database. */
function readText(schema: string, companyField: string): string {
  const company = qualified(schema, 'Company')
  const user = qualified(schema, 'User')
  return `
  with viewer as (
    select exists (
      select from ${user} u
       where u."sfdcuserid" = $2 and u."isactiveuser" and u."licensetype" = any($3::text[])) as licensed)
  select viewer.licensed, found.*
    from viewer
    left join lateral (
      select c."gsid" as gsid, c."name" as name, c."currentscore" as score, c."trend" as trend,
             c."renewaldate" as renewal_date, c."arr" as arr, c."currencyisocode" as currency,
             csm."name" as csm_name, csm."email" as csm_email, c."modifieddate" as modified_at
        from ${company} c
        left join ${user} csm on csm."gsid" = c."csm"
       where viewer.licensed and c.${quoteIdentifier(companyField)} = $1
       order by c."createddate", c."gsid"
       limit ${MOST_COMPANIES}) found on true`
}

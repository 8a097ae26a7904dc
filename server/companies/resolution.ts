import { sameName } from '../objects/index.ts'
import { soughtFor, textOf, type Comparison, type Sought } from './comparison.ts'

/** Which field of an account is looked for in which field of the companies, and how the two are compared. */
export interface CompanyResolution {
  accountField: string
  companyField: string
  comparison: Comparison
}

export const DEFAULT_RESOLUTION: CompanyResolution = {
  accountField: 'Id',
  companyField: 'SfdcAccountId',
  comparison: 'exact',
}

/** What Salesforce tells of the account: its id, and what it read of which field. */
export interface AccountReference {
  accountId: string
  accountField?: string | undefined
  value?: string | undefined
}

/** What to look for; `empty` when the account has nothing there, `unfit` when it has what no company could hold. */
export type Wanted = Sought | 'empty' | 'unfit'

/** `unread` when nobody has told what the account has. */
export function wantedOf(resolution: CompanyResolution, account: AccountReference): Wanted | 'unread' {
  const { accountId, accountField, value } = account
  if (resolution.accountField === 'Id') return { value: accountId, twin: accountId.slice(0, 15) }
  if (accountField === undefined || !sameName(accountField, resolution.accountField)) return 'unread'
  return wantedValue(resolution, value)
}

export function wantedValue({ comparison }: Pick<CompanyResolution, 'comparison'>, value: unknown): Wanted {
  if (textOf(value) === undefined) return 'empty'
  return soughtFor(comparison, value) ?? 'unfit'
}

export type Resolved<Company> =
  { found: 'none' } | { found: 'one'; company: Company } | { found: 'several'; companies: Company[] }

/** Never a guess: two companies that carry the same account are a question for an administrator. */
export function resolveAmong<Company>(companies: Company[]): Resolved<Company> {
  const [first, ...others] = companies
  if (!first) return { found: 'none' }
  return others.length === 0 ? { found: 'one', company: first } : { found: 'several', companies }
}

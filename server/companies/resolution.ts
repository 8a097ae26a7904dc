/** Which field of an account is looked for in which field of the companies. */
export interface CompanyResolution {
  accountField: string
  companyField: string
}

export const DEFAULT_RESOLUTION: CompanyResolution = { accountField: 'Id', companyField: 'SfdcAccountId' }

/** What Salesforce tells about the account: its id, and the mapped field's value when another field than the id is mapped. */
export interface AccountReference {
  accountId: string
  value?: string | undefined
}

/** The text to look for, or undefined when Salesforce did not send the mapped field's value. */
export function soughtValue(resolution: CompanyResolution, account: AccountReference): string | undefined {
  return resolution.accountField.toLowerCase() === 'id' ? account.accountId : account.value
}

export type Resolved<Company> =
  { found: 'none' } | { found: 'one'; company: Company } | { found: 'several'; companies: Company[] }

/** Never a guess: two companies that carry the same account are a question for an administrator. */
export function resolveAmong<Company>(companies: Company[]): Resolved<Company> {
  const [first, ...others] = companies
  if (!first) return { found: 'none' }
  return others.length === 0 ? { found: 'one', company: first } : { found: 'several', companies }
}

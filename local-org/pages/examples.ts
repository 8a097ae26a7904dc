import type { Example, RecordObject } from '../../lightning-host/record-page.ts'
import type { Account, AccountRole, Business, Case, Opportunity } from '../business/index.ts'

/** The three pages to look at first: one customer in good health, an open case of theirs, and the renewal ahead. */
export interface Headline {
  account: string
  case: string
  opportunity: string
}

const ROLES: readonly (readonly [role: AccountRole, note: string])[] = [
  ['headline', 'A healthy customer with a renewal ahead'],
  ['sliding', 'Health is going down, and the renewal is near'],
  ['overdue', 'The renewal date has passed'],
  ['lost', 'A customer who has left'],
  ['unmapped', 'A prospect: no company carries this account'],
  ['several', 'Two companies carry this account'],
  ['unscored', 'A new customer nobody has scored yet'],
  ['longRightToLeft', 'A long name, written from right to left'],
]

export function examples(business: Business): Example[] {
  const headline = business.starring('headline')
  return [
    ...ROLES.map(([role, note]) => example('Account', business.starring(role), note)),
    example('Case', headline && openCase(business, headline), 'A case of the healthy customer'),
    example('Case', first(business.cases.loose()), 'A case without an account'),
    example('Opportunity', headline && renewal(business, headline), "The healthy customer's open renewal"),
    example('Opportunity', first(business.opportunities.loose()), 'An opportunity without an account'),
  ].filter((found) => found !== undefined)
}

export function headlineOf(business: Business): Headline {
  const account = business.starring('headline')
  const headlineCase = account && openCase(business, account)
  const opportunity = account && renewal(business, account)
  // The headline account is the first of every business, and its part gives it both.
  if (!account || !headlineCase || !opportunity) throw new Error('the business has no headline customer')
  return { account: account.Id, case: headlineCase.Id, opportunity: opportunity.Id }
}

const openCase = (business: Business, account: Account) =>
  business.cases.of(account.Id).find((found) => !found.IsClosed)
const renewal = (business: Business, account: Account) =>
  business.opportunities.of(account.Id).find((found) => found.Type === 'Renewal' && !found.IsClosed)

const first = <T>(records: Iterable<T>): T | undefined =>
  records[Symbol.iterator]().next().value as T | undefined

function example(
  object: RecordObject,
  record: Account | Case | Opportunity | undefined,
  note: string,
): Example | undefined {
  return (
    record && { object, recordId: record.Id, name: 'Subject' in record ? record.Subject : record.Name, note }
  )
}

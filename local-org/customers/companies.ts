import { trendOf, type Account, type Business, type Health, type Trajectory } from '../business/index.ts'
import { address } from '../pages/record-body.ts'
import type { Row } from './row.ts'

const MONTH_MS = 30.4375 * 86_400_000
const STAGES: Readonly<Record<Trajectory, string>> = {
  healthy: 'Mature',
  sliding: 'Will Churn',
  recovering: 'Adopting',
  new: 'Onboarding',
  lost: 'Churned',
}

/** The account id when exactly one company carries it: only then does a look-up by account find its company. */
export function soleCompany(business: Business, accountId: string | null): string | null {
  return accountId !== null && business.health(accountId)?.mapping === 'one' ? accountId : null
}

export function* companies(business: Business): Generator<Row> {
  for (const account of business.accounts.all()) {
    const health = business.health(account.Id)
    if (health?.mapping !== 'one' && health?.mapping !== 'several') continue
    const row = company(business, account, health)
    yield row
    // Someone made the second by hand, and gave it the same account.
    if (health.mapping === 'several') yield { ...row, Name: `${account.Name} (EMEA)` }
  }
}

function company(business: Business, account: Account, health: Health): Row {
  const { originalContractDate, trajectory } = health
  const months = originalContractDate
    ? Math.round((Date.parse(business.today) - Date.parse(originalContractDate)) / MONTH_MS)
    : null
  return {
    Name: account.Name,
    SfdcAccountId: account.Id,
    Csm: health.csmId,
    ParentCompany: soleCompany(business, account.ParentId),
    Status: trajectory === 'lost' ? 'Churned' : 'Active',
    Stage: STAGES[trajectory],
    ManagedAs: trajectory === 'lost' ? 'Ex-customer' : 'Customer',
    CompanyType: 'Customer',
    Industry: account.Industry,
    OriginalContractDate: originalContractDate,
    RenewalDate: health.renewalDate,
    Arr: health.arr,
    Mrr: health.mrr,
    CurrencyIsoCode: health.currency,
    Employees: account.NumberOfEmployees,
    CustomerLifetimeInMonths: months,
    BillingAddress: address(account),
    CurrentScore: health.score,
    PreviousScore: health.previousScore,
    Trend: trendOf(health),
  }
}

export function* companyTeams(business: Business): Generator<Row> {
  for (const member of business.teamMembers.all()) {
    const companyId = soleCompany(business, member.AccountId)
    if (companyId === null) continue
    yield { CompanyId: companyId, UserId: member.UserId, Role: member.TeamMemberRole, ExternalId: member.Id }
  }
}

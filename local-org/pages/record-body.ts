import type { Field, RecordObject, RelatedList } from '../../lightning-host/record-page.ts'
import type { Account, Business, Case, Opportunity } from '../business/index.ts'
import { field, lookups } from './lookups.ts'
import { caseList, contactList, opportunityList, teamList } from './related.ts'

/** What is about the record itself on its page. */
export interface RecordBody {
  object: RecordObject
  recordId: string
  name: string
  subtitle?: string
  highlights: Field[]
  details: Field[]
  related: RelatedList[]
}

/** The page of the record with this id, or undefined when there is none. */
export function recordBody(business: Business, id: string): RecordBody | undefined {
  switch (id.slice(0, 3)) {
    case '001':
      return present(business.accounts.byId(id), (record) => accountBody(business, record))
    case '500':
      return present(business.cases.byId(id), (record) => caseBody(business, record))
    case '006':
      return present(business.opportunities.byId(id), (record) => opportunityBody(business, record))
    default:
      return undefined
  }
}

function present<R extends { IsDeleted: boolean }>(record: R | undefined, body: (record: R) => RecordBody) {
  return record && !record.IsDeleted ? body(record) : undefined
}

function accountBody(business: Business, record: Account): RecordBody {
  const to = lookups(business)
  return {
    object: 'Account',
    recordId: record.Id,
    name: record.Name,
    highlights: [
      field.text('Type', record.Type),
      field.phone('Phone', record.Phone),
      field.url('Website', record.Website),
      to.user('Account Owner', record.OwnerId),
      field.text('Industry', record.Industry),
    ],
    details: [
      field.text('Account Name', record.Name),
      to.account('Parent Account', record.ParentId),
      field.text('Account Number', record.AccountNumber),
      field.money('Annual Revenue', record.AnnualRevenue, record.CurrencyIsoCode),
      field.number('Employees', record.NumberOfEmployees),
      field.text('Ownership', record.Ownership),
      field.text('Billing Address', address(record)),
      field.date('Last Activity', record.LastActivityDate),
      field.text('Description', record.Description),
      field.time('Last Modified', record.LastModifiedDate),
    ],
    related: [
      contactList(business, record.Id),
      opportunityList(business.opportunities.of(record.Id)),
      caseList(business.cases.of(record.Id)),
    ],
  }
}

export function address(account: Account): string {
  const { BillingStreet, BillingCity, BillingState, BillingPostalCode, BillingCountry } = account
  return [BillingStreet, BillingCity, BillingState, BillingPostalCode, BillingCountry]
    .filter(Boolean)
    .join(', ')
}

function caseBody(business: Business, record: Case): RecordBody {
  const to = lookups(business)
  const others = record.AccountId === null ? [] : business.cases.of(record.AccountId)
  return {
    object: 'Case',
    recordId: record.Id,
    name: record.Subject,
    subtitle: record.CaseNumber,
    highlights: [
      field.text('Priority', record.Priority),
      field.text('Status', record.Status),
      field.text('Case Number', record.CaseNumber),
      to.account('Account', record.AccountId),
      to.user('Case Owner', record.OwnerId),
    ],
    details: [
      field.text('Subject', record.Subject),
      to.contact('Contact', record.ContactId),
      field.email('Web Email', record.SuppliedEmail),
      field.text('Type', record.Type),
      field.text('Case Reason', record.Reason),
      field.text('Case Origin', record.Origin),
      field.time('Opened', record.CreatedDate),
      field.time('Closed', record.ClosedDate),
      field.text('Description', record.Description),
    ],
    related: record.AccountId === null ? [] : [caseList(others), teamList(business, record.AccountId)],
  }
}

function opportunityBody(business: Business, record: Opportunity): RecordBody {
  const to = lookups(business)
  const { AccountId, CurrencyIsoCode } = record
  return {
    object: 'Opportunity',
    recordId: record.Id,
    name: record.Name,
    highlights: [
      to.account('Account', AccountId),
      field.date('Close Date', record.CloseDate),
      field.money('Amount', record.Amount, CurrencyIsoCode),
      field.text('Stage', record.StageName),
      to.user('Opportunity Owner', record.OwnerId),
    ],
    details: [
      field.text('Opportunity Name', record.Name),
      field.text('Type', record.Type),
      field.percent('Probability (%)', record.Probability),
      field.money('Expected Revenue', record.ExpectedRevenue, CurrencyIsoCode),
      field.text('Forecast Category', record.ForecastCategoryName),
      field.text('Next Step', record.NextStep),
      field.text('Lead Source', record.LeadSource),
      field.text('Description', record.Description),
      field.time('Last Modified', record.LastModifiedDate),
    ],
    related:
      AccountId === null
        ? []
        : [opportunityList(business.opportunities.of(AccountId)), teamList(business, AccountId)],
  }
}

import {
  currency,
  date,
  integer,
  lookup,
  multiPicklist,
  number,
  picklist,
  richText,
  salesforceId,
  score,
  string,
} from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** Set by scoring and surveys, never by people or jobs. */
const computed = { kind: 'system', readOnly: true } as const

export const company = standardObject({
  name: 'Company',
  label: 'Company',
  pluralLabel: 'Companies',
  prefix: '1P02',
  fields: [
    string('Name', 'Name', { required: true, indexed: true }),
    // Not unique: two companies may carry one account, and the widget says so instead of the sync failing.
    salesforceId('SfdcAccountId', 'Salesforce Account ID'),
    lookup('Csm', 'CSM', 'User'),
    lookup('ParentCompany', 'Parent Company', 'Company'),
    picklist('Status', 'Status', 'COMPANY_STATUS'),
    picklist('Stage', 'Stage', 'COMPANY_STAGE'),
    picklist('ManagedAs', 'Managed As', 'COMPANY_MANAGED_AS', { defaultValue: 'Customer' }),
    picklist('CompanyType', 'Company Type', 'COMPANY_TYPE'),
    picklist('Industry', 'Industry', 'COMPANY_INDUSTRY'),
    picklist('IndustryNew', 'Industry (New)', 'COMPANY_INDUSTRY'),
    multiPicklist('Tags', 'Tags', 'COMPANY_TAGS'),
    date('OriginalContractDate', 'Original Contract Date'),
    date('RenewalDate', 'Renewal Date', { indexed: true }),
    currency('Arr', 'ARR'),
    currency('Mrr', 'MRR'),
    currency('OnetimeRevenue', 'Onetime Revenue'),
    string('CurrencyIsoCode', 'Currency ISO Code', { length: 3, matching: 'exact' }),
    integer('Employees', 'Employees', { min: 0 }),
    integer('Users', 'Users', { min: 0 }),
    number('CustomerLifetimeInMonths', 'Lifetime in Months'),
    number('LifecycleInWeeks', 'Lifecycle in Weeks'),
    string('BillingAddress', 'Billing Address', { length: 1024 }),
    string('TickerSymbol', 'Ticker Symbol', { length: 20 }),
    richText('Summary', 'Summary'),
    score('CurrentScore', 'Current Score', computed),
    score('PreviousScore', 'Previous Score', computed),
    picklist('Trend', 'Trend', 'SCORE_TREND', computed),
    lookup('ScorecardId', 'Scorecard Id', 'Scorecard_Master', computed),
    number('Nps', 'NPS', { ...computed, precision: 7, min: -100, max: 100 }),
    number('Csat', 'CSAT', { ...computed, precision: 7 }),
  ],
})

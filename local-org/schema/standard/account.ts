import type { ObjectType } from '../types.ts'
import { accountCustomFields } from './account-custom.ts'
import { addressFields } from './compounds.ts'
import { currency, day, longText, phone, picklist, READ_ONLY, REQUIRED, reference } from './fields.ts'
import { text, url, whole } from './fields.ts'
import type { StandardOrg } from './org.ts'
import { INDUSTRIES, LEAD_SOURCES } from './picklists.ts'
import { currencyIsoCode, ownerField, recordFields, VIEWED } from './system.ts'

const TYPES = [
  'Prospect',
  'Customer - Direct',
  'Customer - Channel',
  'Channel Partner / Reseller',
  'Installation Partner',
  'Technology Partner',
  'Other',
]

export function accountObject(org: StandardOrg): ObjectType {
  return {
    name: 'Account',
    label: 'Account',
    labelPlural: 'Accounts',
    keyPrefix: '001',
    mergeable: true,
    fields: recordFields(
      reference('MasterRecordId', 'Account', { label: 'Master Record ID', ...READ_ONLY }),
      text('Name', 255, { label: 'Account Name', nameField: true, ...REQUIRED }),
      picklist('Type', TYPES, { label: 'Account Type' }),
      reference('ParentId', 'Account', { label: 'Parent Account ID', children: { name: 'ChildAccounts' } }),
      ...addressFields('Billing'),
      ...addressFields('Shipping'),
      phone('Phone', { label: 'Account Phone' }),
      phone('Fax', { label: 'Account Fax' }),
      text('AccountNumber', 40),
      url('Website', 255),
      text('Sic', 20, { label: 'SIC Code' }),
      picklist('Industry', INDUSTRIES),
      currency('AnnualRevenue', 18, 0),
      whole('NumberOfEmployees', 8, { label: 'Employees' }),
      picklist('Ownership', ['Public', 'Private', 'Subsidiary', 'Other']),
      text('TickerSymbol', 20),
      longText('Description', 32_000, { label: 'Account Description' }),
      picklist('Rating', ['Hot', 'Warm', 'Cold'], { label: 'Account Rating' }),
      text('Site', 80, { label: 'Account Site' }),
      ...currencyIsoCode(org.currencies),
      ownerField(),
      day('LastActivityDate', { label: 'Last Activity', ...READ_ONLY }),
      ...VIEWED,
      text('Jigsaw', 20, { label: 'Data.com Key' }),
      text('JigsawCompanyId', 20, { label: 'Jigsaw Company ID', ...READ_ONLY }),
      picklist('AccountSource', LEAD_SOURCES),
      text('SicDesc', 80, { label: 'SIC Description' }),
      ...accountCustomFields(org),
    ),
  }
}

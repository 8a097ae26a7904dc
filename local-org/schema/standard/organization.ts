import type { ObjectType } from '../types.ts'
import { addressFields } from './compounds.ts'
import { checkbox, phone, picklist, READ_ONLY, REQUIRED, text, time, whole } from './fields.ts'
import type { StandardOrg } from './org.ts'
import { LANGUAGES, LOCALES, TIME_ZONES } from './picklists.ts'
import { currencyChoice, setupFields } from './system.ts'

const EDITIONS = [
  'Team Edition',
  'Professional Edition',
  'Enterprise Edition',
  'Developer Edition',
  'Unlimited Edition',
  'Base Edition',
]
const CHOSEN = { ...REQUIRED, restricted: true, length: 40 } as const

export function organizationObject({ currencies }: StandardOrg): ObjectType {
  return {
    name: 'Organization',
    label: 'Organization',
    labelPlural: 'Organizations',
    keyPrefix: '00D',
    createable: false,
    deletable: false,
    undeletable: false,
    fields: setupFields(
      text('Name', 80, { ...REQUIRED, nameField: true, updateable: false }),
      text('Division', 80),
      ...addressFields(''),
      phone('Phone'),
      phone('Fax'),
      text('PrimaryContact', 80),
      picklist('DefaultLocaleSidKey', LOCALES, { ...CHOSEN, label: 'Locale' }),
      picklist('TimeZoneSidKey', TIME_ZONES, { ...CHOSEN, label: 'Time Zone' }),
      picklist('LanguageLocaleKey', LANGUAGES, { ...CHOSEN, label: 'Language' }),
      whole('FiscalYearStartMonth', 2, { label: 'Fiscal Year Starts In' }),
      checkbox('UsesStartDateAsFiscalYearName', { label: 'Fiscal Year Name by Start' }),
      picklist('OrganizationType', EDITIONS, {
        ...READ_ONLY,
        label: 'Edition',
        restricted: true,
        length: 40,
      }),
      text('NamespacePrefix', 15, READ_ONLY),
      text('InstanceName', 5, READ_ONLY),
      checkbox('IsSandbox', READ_ONLY),
      time('TrialExpirationDate', READ_ONLY),
      ...(currencies
        ? [picklist('DefaultCurrencyIsoCode', currencies.map(currencyChoice), { ...READ_ONLY, length: 3 })]
        : []),
    ),
  }
}

// Objects that say what the values of a picklist mean. The API reads them; admins change them elsewhere.
import type { ObjectType } from '../types.ts'
import { checkbox, double, percent, picklist, READ_ONLY, REQUIRED, text, whole } from './fields.ts'
import type { StandardOrg } from './org.ts'
import { FORECAST_CATEGORIES, FORECAST_CATEGORY_NAMES } from './picklists.ts'
import { currencyChoice, setupFields } from './system.ts'

const READ_ONLY_OBJECT = {
  createable: false,
  updateable: false,
  deletable: false,
  undeletable: false,
} as const
const GIVEN = { ...READ_ONLY, ...REQUIRED } as const

export function opportunityStageObject(): ObjectType {
  return {
    name: 'OpportunityStage',
    label: 'Opportunity Stage',
    labelPlural: 'Opportunity Stages',
    keyPrefix: '01J',
    ...READ_ONLY_OBJECT,
    fields: setupFields(
      text('MasterLabel', 255, { ...GIVEN, nameField: true }),
      text('ApiName', 255, { ...GIVEN, label: 'API Name' }),
      checkbox('IsActive', READ_ONLY),
      whole('SortOrder', 9, READ_ONLY),
      checkbox('IsClosed', { ...READ_ONLY, label: 'Closed' }),
      checkbox('IsWon', { ...READ_ONLY, label: 'Won' }),
      picklist('ForecastCategory', FORECAST_CATEGORIES, { ...GIVEN, restricted: true, length: 40 }),
      picklist('ForecastCategoryName', FORECAST_CATEGORY_NAMES, { ...GIVEN, restricted: true }),
      percent('DefaultProbability', 3, 0, { ...READ_ONLY, label: 'Probability (%)' }),
      text('Description', 255, READ_ONLY),
    ),
  }
}

export function caseStatusObject(): ObjectType {
  return {
    name: 'CaseStatus',
    label: 'Case Status Value',
    labelPlural: 'Case Status Values',
    // As in Salesforce, the values of all standard picklists share a prefix.
    keyPrefix: '01J',
    ...READ_ONLY_OBJECT,
    fields: setupFields(
      text('MasterLabel', 255, { ...GIVEN, nameField: true }),
      text('ApiName', 255, { ...GIVEN, label: 'API Name' }),
      whole('SortOrder', 9, READ_ONLY),
      checkbox('IsDefault', { ...READ_ONLY, label: 'Default' }),
      checkbox('IsClosed', { ...READ_ONLY, label: 'Closed' }),
    ),
  }
}

export function currencyTypeObject({ currencies = [] }: StandardOrg): ObjectType {
  return {
    name: 'CurrencyType',
    label: 'Currency Type',
    labelPlural: 'Currency Types',
    keyPrefix: '01L',
    deletable: false,
    undeletable: false,
    fields: setupFields(
      picklist('IsoCode', currencies.map(currencyChoice), {
        ...REQUIRED,
        label: 'Currency ISO Code',
        restricted: true,
        length: 3,
      }),
      double('ConversionRate', 18, 6, REQUIRED),
      whole('DecimalPlaces', 1, REQUIRED),
      checkbox('IsActive', { label: 'Active' }),
      checkbox('IsCorporate', { ...READ_ONLY, label: 'Corporate Currency' }),
    ),
  }
}

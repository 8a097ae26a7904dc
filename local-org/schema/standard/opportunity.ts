import { STAGES, stageFacts, type StageName } from '../../business/reference-data.ts'
import type { SObject, Value } from '../../records/types.ts'
import type { ObjectType } from '../types.ts'
import { checkbox, currency, day, double, longText, percent, picklist, READ_ONLY } from './fields.ts'
import { reference, REQUIRED, text, whole } from './fields.ts'
import type { StandardOrg } from './org.ts'
import { FORECAST_CATEGORIES, FORECAST_CATEGORY_NAMES, LEAD_SOURCES } from './picklists.ts'
import { currencyIsoCode, ownerField, recordFields, VIEWED } from './system.ts'

const COMPUTED = { ...READ_ONLY, nillable: false } as const

export function opportunityObject(org: StandardOrg): ObjectType {
  const stages = STAGES.map(([value, , , active]) => ({ value, active }))
  return {
    name: 'Opportunity',
    label: 'Opportunity',
    labelPlural: 'Opportunities',
    keyPrefix: '006',
    settle: followStage,
    fields: recordFields(
      reference('AccountId', 'Account', { children: { name: 'Opportunities', cascadeDelete: true } }),
      reference('RecordTypeId', 'RecordType', { label: 'Record Type ID' }),
      text('Name', 120, { nameField: true, ...REQUIRED }),
      longText('Description', 32_000),
      picklist('StageName', stages, { label: 'Stage', ...REQUIRED }),
      currency('Amount', 18, 2),
      percent('Probability', 3, 0, { label: 'Probability (%)' }),
      currency('ExpectedRevenue', 18, 2, {
        label: 'Expected Amount',
        ...READ_ONLY,
        formula: expectedRevenue,
      }),
      double('TotalOpportunityQuantity', 18, 2, { label: 'Quantity' }),
      day('CloseDate', REQUIRED),
      picklist('Type', ['New Business', 'Renewal', 'Expansion'], { label: 'Opportunity Type' }),
      text('NextStep', 255),
      picklist('LeadSource', LEAD_SOURCES),
      checkbox('IsClosed', {
        label: 'Closed',
        ...COMPUTED,
        formula: (deal) => facts(deal)?.IsClosed ?? false,
      }),
      checkbox('IsWon', { label: 'Won', ...COMPUTED, formula: (deal) => facts(deal)?.IsWon ?? false }),
      picklist('ForecastCategory', FORECAST_CATEGORIES, { ...COMPUTED, restricted: true, length: 40 }),
      picklist('ForecastCategoryName', FORECAST_CATEGORY_NAMES, {
        restricted: true,
        label: 'Forecast Category',
      }),
      ...currencyIsoCode(org.currencies),
      ownerField(),
      day('LastActivityDate', { label: 'Last Activity', ...READ_ONLY }),
      ...VIEWED,
      whole('FiscalQuarter', 9, { ...READ_ONLY, formula: (deal) => fiscal(deal)?.quarter ?? null }),
      whole('FiscalYear', 9, { ...READ_ONLY, formula: (deal) => fiscal(deal)?.year ?? null }),
      text('Fiscal', 6, { label: 'Fiscal Period', ...READ_ONLY, formula: fiscalPeriod }),
    ),
  }
}

function facts({ StageName }: SObject) {
  return STAGES.some(([label]) => label === StageName) ? stageFacts(StageName as StageName) : undefined
}

/** A deal that moves to another stage takes that stage's probability and forecast category, unless told others. */
function followStage(after: SObject, before: SObject | undefined): Readonly<Record<string, Value>> {
  const stage = facts(after)
  if (!stage || after.StageName === before?.StageName) return {}
  const told = (field: string) =>
    before ? after[field] !== before[field] : after[field] !== undefined && after[field] !== null
  const { Probability, ForecastCategoryName } = stage
  return {
    ForecastCategory: stage.ForecastCategory,
    ...(!told('Probability') && { Probability }),
    ...(!told('ForecastCategoryName') && { ForecastCategoryName }),
  }
}

function expectedRevenue({ Amount, Probability }: SObject): number | null {
  return typeof Amount === 'number' && typeof Probability === 'number'
    ? Math.round(Amount * Probability) / 100
    : null
}

function fiscal({ CloseDate }: SObject) {
  if (typeof CloseDate !== 'string') return undefined
  return { year: Number(CloseDate.slice(0, 4)), quarter: Math.ceil(Number(CloseDate.slice(5, 7)) / 3) }
}

function fiscalPeriod(deal: SObject): string | null {
  const period = fiscal(deal)
  return period ? `${period.year} ${period.quarter}` : null
}

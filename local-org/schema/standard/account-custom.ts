// What this company's admins have added for its customer success team.
import { addYears, DAY, dayStart } from '../../business/dates.ts'
import type { Business } from '../../business/index.ts'
import { randomFor } from '../../business/random.ts'
import type { Reader, SObject, Value } from '../../records/types.ts'
import { valueOf } from '../../records/value.ts'
import { ordinalOf } from '../../salesforce-id.ts'
import type { Field } from '../types.ts'
import { across } from './across.ts'
import { fullName } from './compounds.ts'
import { currency, day, double, multipicklist, picklist, READ_ONLY, reference, text } from './fields.ts'
import type { StandardOrg } from './org.ts'

const SUPPORT_LEVELS = ['Standard', 'Premium', 'Mission Critical'] as const
const PRODUCTS = ['Core Platform', 'Analytics', 'Mobile', 'Integrations', 'AI Assist'] as const

const REGION_FORMULA =
  'IF(BEGINS(TEXT(Owner.TimeZoneSidKey), "America/"), "AMER", ' +
  'IF(OR(BEGINS(TEXT(Owner.TimeZoneSidKey), "Europe/"), BEGINS(TEXT(Owner.TimeZoneSidKey), "Africa/"), ' +
  'TEXT(Owner.TimeZoneSidKey) = "Asia/Dubai", TEXT(Owner.TimeZoneSidKey) = "Asia/Jerusalem"), "EMEA", "APAC"))'
const MANAGER_FORMULA = 'Owner.Manager.FirstName & " " & Owner.Manager.LastName'

export function accountCustomFields({ business }: StandardOrg): readonly Field[] {
  const health = (record: SObject) => business.health(record.Id)
  const renewalDate = day('Renewal_Date__c', { initial: (record) => health(record)?.renewalDate ?? null })
  return [
    currency('ARR__c', 18, 2, { initial: (record) => health(record)?.arr ?? null }),
    renewalDate,
    day('Customer_Since__c', { initial: (record) => health(record)?.originalContractDate ?? null }),
    reference('CSM__c', 'User', {
      children: { name: 'CSM_Accounts__r' },
      initial: (record) => health(record)?.csmId ?? null,
    }),
    picklist('Support_Level__c', SUPPORT_LEVELS, {
      restricted: true,
      initial: (record) => supportLevel(business, record),
    }),
    multipicklist('Products__c', PRODUCTS, { initial: (record) => products(business, record) }),
    text('External_Id__c', 36, {
      label: 'External ID',
      externalId: true,
      idLookup: true,
      unique: true,
      initial: (record) => externalId(business, record),
    }),
    formula(double('Days_To_Renewal__c', 18), 'Renewal_Date__c - TODAY()', (record, reader) =>
      daysUntil(valueOf(renewalDate, record, reader), reader),
    ),
    formula(text('Owner_Region__c', 1_300), REGION_FORMULA, (record, reader) =>
      regionOf(across('OwnerId', 'User', 'TimeZoneSidKey')(record, reader)),
    ),
    formula(text('Owner_Manager__c', 1_300), MANAGER_FORMULA, (record, reader) => {
      const manager = across('OwnerId', 'User', 'ManagerId')(record, reader)
      const person = typeof manager === 'string' ? reader.read('User', manager) : undefined
      return person ? fullName(person) : null
    }),
  ]
}

/** The account's industry, shown on the contact. */
export function contactCustomFields(): readonly Field[] {
  return [
    formula(
      text('Account_Industry__c', 1_300),
      'TEXT(Account.Industry)',
      across('AccountId', 'Account', 'Industry'),
    ),
  ]
}

function formula(field: Field, formulaText: string, of: (record: SObject, reader: Reader) => Value): Field {
  return { ...field, ...READ_ONLY, formulaText, formula: of }
}

/** The random choices of a generated customer; undefined for prospects, partners, and accounts made since. */
function choices(business: Business, purpose: string, { Id }: SObject) {
  const index = ordinalOf(Id, '001')
  return index !== undefined && business.health(Id)?.originalContractDate
    ? randomFor(business.seed, purpose, index)
    : undefined
}

function supportLevel(business: Business, record: SObject): string | null {
  const dollars = business.health(record.Id)?.dollars ?? 0
  const random = choices(business, 'support-level', record)
  if (!random) return null
  if (dollars > 400_000) return 'Mission Critical'
  return random.chance(dollars / 100_000) ? 'Premium' : 'Standard'
}

function products(business: Business, record: SObject): string | null {
  const random = choices(business, 'products', record)
  return random ? PRODUCTS.filter((_, i) => i === 0 || random.chance(0.35)).join(';') : null
}

function externalId(business: Business, { Id }: SObject): string | null {
  const index = ordinalOf(Id, '001')
  return index !== undefined && index < business.counts.accounts
    ? `MER-${String(index + 1).padStart(8, '0')}`
    : null
}

function daysUntil(date: Value, reader: Reader): number | null {
  if (typeof date !== 'string') return null
  const today = addYears(reader.now(), 0)
  return Math.round((dayStart(date) - today) / DAY)
}

function regionOf(timeZone: Value): string | null {
  if (typeof timeZone !== 'string') return null
  if (timeZone.startsWith('America/')) return 'AMER'
  return /^(Europe|Africa)\/|^Asia\/(Dubai|Jerusalem)$/.test(timeZone) ? 'EMEA' : 'APAC'
}

import type { FieldDefinition } from '../objects/index.ts'
import { eitherForm } from '../lib/salesforce-id.ts'

/** How the value of an account's field is compared with that of a company's. */
export type Comparison = 'exact' | 'ignore-case' | 'number' | 'date' | 'datetime'

/** What of an account's field decides how it is compared. */
export interface AccountField {
  /** Salesforce's own name of the type. */
  type: string
  length: number
}

/** What of a company's field decides it. */
export type CompanyField = Pick<FieldDefinition, 'type' | 'matching'>

export type Kind = 'text' | 'number' | 'date' | 'datetime'

const kinds = (kind: Kind, ...types: string[]) => types.map((type) => [type, kind] as const)

/** A tick, a list of choices or an address tells no customer from another. */
const ACCOUNT_KINDS: ReadonlyMap<string, Kind> = new Map([
  ...kinds('text', 'id', 'reference', 'string', 'picklist', 'combobox', 'email', 'phone', 'url'),
  ...kinds('text', 'textarea', 'encryptedstring'),
  ...kinds('number', 'int', 'long', 'double', 'currency', 'percent'),
  ...kinds('date', 'date'),
  ...kinds('datetime', 'datetime'),
])

/** Look-ups and picklists hold ids of this server, which no account knows; a company's own GSID an account may well know. */
const COMPANY_KINDS: ReadonlyMap<FieldDefinition['type'], Kind> = new Map([
  ['string', 'text'],
  ['email', 'text'],
  ['url', 'text'],
  ['gsid', 'text'],
  ['number', 'number'],
  ['currency', 'number'],
  ['percentage', 'number'],
  ['date', 'date'],
  ['datetime', 'datetime'],
])

/** Longer texts cannot be filtered by in Salesforce, nor sent with a page view. */
export const LONGEST_TEXT = 255

/** What is compared with fields of the same kind; nothing for a field that cannot tell customers apart. */
export function kindOfAccountField({ type, length }: AccountField): Kind | undefined {
  const kind = ACCOUNT_KINDS.get(type)
  return kind === 'text' && length > LONGEST_TEXT ? undefined : kind
}

export const kindOfCompanyField = ({ type }: CompanyField): Kind | undefined => COMPANY_KINDS.get(type)

/** Undefined when the two are of no compatible type. */
export function comparisonOf(account: AccountField, company: CompanyField): Comparison | undefined {
  const kind = kindOfAccountField(account)
  if (kind === undefined || kind !== kindOfCompanyField(company)) return undefined
  if (kind !== 'text') return kind
  // The capitals of an id are part of it.
  const isKey = account.type === 'id' || account.type === 'reference' || company.type === 'gsid'
  return isKey || company.matching === 'exact' ? 'exact' : 'ignore-case'
}

/** What to look for, as text that the database reads without a complaint; `twin` is the other form of a Salesforce id. */
export interface Sought {
  value: string
  twin: string | null
}

const READS: Record<Comparison, (text: string) => Sought | undefined> = {
  exact: (text) => eitherForm(text) ?? alone(text),
  'ignore-case': alone,
  number: (text) => (/^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,2})?$/i.test(text) ? alone(text) : undefined),
  date: (text) => (isDay(text) ? alone(text) : undefined),
  datetime: (text) => (isMoment(text) ? alone(new Date(text).toISOString()) : undefined),
}

/** Undefined when there is nothing to look for: no value, or one that no field of that kind could hold. */
export function soughtFor(comparison: Comparison, value: unknown): Sought | undefined {
  const text = textOf(value)
  return text === undefined ? undefined : READS[comparison](text)
}

/** A value as Salesforce sends it, in words; undefined when there is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  // PostgreSQL has no way to hold a NUL in text.
  if (typeof value !== 'string' || value.includes('\0')) return undefined
  const trimmed = value.trim()
  return trimmed === '' ? undefined : trimmed
}

function alone(value: string): Sought {
  return { value, twin: null }
}

function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** With its offset: without one it would be another moment on another server. */
const isMoment = (text: string): boolean =>
  /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)$/.test(text) &&
  isDay(text.slice(0, 10)) &&
  !Number.isNaN(new Date(text).getTime())

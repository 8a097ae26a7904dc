import type { Shape } from './params.ts'
import { isSalesforceId } from './salesforce-id.ts'

export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): Shape<number> {
  const upTo = most === Number.MAX_SAFE_INTEGER ? 'up' : `to ${most}`
  return {
    words: `a whole number from ${least} ${upTo}`,
    is: (value): value is number =>
      Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
    parse: asNumber,
  }
}

export const WHOLE_NUMBER: Shape<number> = {
  words: 'a whole number',
  is: (value): value is number => Number.isSafeInteger(value),
  parse: asNumber,
}

function asNumber(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined
}

/** Text of a certain form; the words say which. */
export function text(words: string, form = /^[^]{1,2000}$/): Shape<string> {
  return { words, is: (value): value is string => typeof value === 'string' && form.test(value), parse: same }
}

export function oneOf<T extends string>(values: readonly T[]): Shape<T> {
  const known: readonly string[] = values
  return {
    words: `one of ${values.join(', ')}`,
    is: (value): value is T => typeof value === 'string' && known.includes(value),
    parse: same,
  }
}

export const FLAG: Shape<boolean> = {
  words: 'true or false',
  is: (value) => typeof value === 'boolean',
  parse: (word) => ({ true: true, false: false })[word],
}

export const URL_TEXT: Shape<string> = {
  words: 'an address like http://127.0.0.1:5051',
  is: (value): value is string => typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value),
  parse: same,
}

export const ID: Shape<string> = {
  words: 'a Salesforce id (15 or 18 characters)',
  is: (value): value is string => typeof value === 'string' && isSalesforceId(value),
  parse: same,
}

export const IDS = listOf(ID, 'a list of Salesforce ids')

/** Never empty. On the command line the items stand with + between them. */
export function listOf<T>(item: Shape<T>, words: string): Shape<T[]> {
  return {
    words,
    is: (value): value is T[] =>
      Array.isArray(value) && value.length > 0 && value.every((each) => item.is(each)),
    parse: (line) => line.split('+').map((word) => item.parse(word) ?? word),
  }
}

/** In JSON one of them need not stand in a list. */
export function oneOrMore<T>(item: Shape<T>, words: string): Shape<T | T[]> {
  const several = listOf(item, words)
  return { ...several, is: (value): value is T | T[] => item.is(value) || several.is(value) }
}

/** As Salesforce names objects and fields. */
export const API_NAME = text('a name of letters, digits and underscores', /^[A-Za-z][A-Za-z0-9_]{0,79}$/)
export const CUSTOM_NAME = text(
  'a name of letters, digits and single underscores that ends in __c',
  /^(?=.{1,43}$)[A-Za-z](_?[A-Za-z0-9])*__c$/,
)

export const RELATIONSHIP_NAME = text(
  'a relationship name like Invoices__r',
  /^(?=.{1,43}$)[A-Za-z](_?[A-Za-z0-9])*__r$/,
)

export const TIME: Shape<string> = {
  words: 'a time like 2026-11-20T09:30:00Z',
  is: (value): value is string =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
  parse: same,
}

export const DAY: Shape<string> = {
  words: 'a day like 2026-11-20',
  is: (value): value is string => typeof value === 'string' && isDay(value),
  parse: same,
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  )
}

function same(word: string): string {
  return word
}

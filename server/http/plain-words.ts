import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a time',
  null: 'null',
}
const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'an id as this server gives them, such as 01234567-89ab-4cde-8f01-23456789abcd',
  datetime: 'a time such as 2026-11-20T09:30:00Z',
  date: 'a day such as 2026-11-20',
  email: 'an email address',
  url: 'an address such as https://example.com',
}
const UNITS: Readonly<Record<string, string>> = {
  string: 'character',
  array: 'entry',
  map: 'entry',
  set: 'entry',
}

/** What is wrong with a value where its schema does not say it itself, for whoever wrote the request. */
export function plainWords(issue: Issue): string {
  if (issue.code !== 'custom' && issue.input === undefined) return 'is missing'
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? 'of another kind'}`
    case 'too_small':
      return `must ${bound(issue, 'at least', issue.minimum)}`
    case 'too_big':
      return `must ${bound(issue, 'at most', issue.maximum)}`
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? 'written as the documentation shows it'}`
    case 'invalid_value':
      return oneOf(issue.values)
    case 'not_multiple_of':
      return `must be a multiple of ${String(issue.divisor)}`
    default:
      return 'does not fit'
  }
}

function bound(
  { origin, exact }: { origin: string; exact?: boolean },
  side: string,
  limit: number | bigint,
): string {
  const unit = UNITS[origin]
  const much = exact ? `exactly ${String(limit)}` : `${side} ${String(limit)}`
  if (unit === undefined) return `be ${much}`
  return `have ${much} ${Number(limit) === 1 ? unit : unit.replace(/y$/, 'ie') + 's'}`
}

const oneOf = (values: readonly unknown[]): string =>
  `must be ${values.length > 1 ? 'one of ' : ''}${values.map(String).join(', ')}`

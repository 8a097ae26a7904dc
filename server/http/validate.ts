import { parse } from 'node:querystring'
import type { z } from 'zod'
import { AppError, invalid, type ErrorDetail } from '../errors.ts'
import { plainWords } from './plain-words.ts'

/** Parses one part of a request against its schema; what the schema does not name is refused, never dropped. */
export function validatePart(
  part: 'params' | 'query' | 'body',
  schema: z.ZodObject | undefined,
  value: unknown,
): unknown {
  if (!schema) {
    if (isEmpty(value)) return {}
    throw new AppError('INVALID_REQUEST', {
      details: [{ field: part, message: `this endpoint takes no ${part}` }],
    })
  }
  const parsed = schema.safeParse(value, { error: plainWords })
  if (parsed.success) return parsed.data
  throw new AppError('INVALID_REQUEST', {
    details: parsed.error.issues.flatMap((issue) => detailsOf(part, issue)),
  })
}

function detailsOf(part: string, issue: z.core.$ZodIssue): ErrorDetail[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: `${part}.${key}`, message: 'is not a field of this request' }))
  return [{ field: [part, ...issue.path].join('.'), message: issue.message }]
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

/** The query, or a form sent as one, as an object. A name given twice is refused: which of the two was meant is anyone's guess. */
export function parseQuery(search: string, part: 'query' | 'body' = 'query'): Record<string, string> {
  // URLSearchParams would put a replacement character in its place.
  if (search.includes('%') && !isPercentEncoded(search))
    throw invalid(part, 'is not valid percent-encoded UTF-8')
  const entries = Object.entries(parse(search, '&', '=', { maxKeys: 0 }))
  const repeated = entries.find(([, value]) => typeof value !== 'string')
  if (repeated) throw invalid(`${part}.${repeated[0]}`, 'is given more than once')
  return Object.fromEntries(entries) as Record<string, string>
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

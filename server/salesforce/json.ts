import type { z } from 'zod'
import { SalesforceError } from './errors.ts'
import type { SalesforceReply } from './wire.ts'

/** Deeper than any document of Salesforce's, and shallow enough for every function that walks through one. */
const DEEPEST = 64

/** The document of an answer, when it is one of this shape and nothing else. */
export function readDocument<T>({ status, body }: SalesforceReply, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(readJson(body, status))
  if (parsed.success) return parsed.data
  // Where it is wrong, not what stands there: that may be anything, a token too.
  const [issue] = parsed.error.issues
  throw new SalesforceError('NOT_JSON', { status, detail: `not as expected at ${placeOf(issue?.path)}` })
}

const placeOf = (path: readonly PropertyKey[] = []): string =>
  path.length === 0 ? 'the top' : path.map((step) => String(step).slice(0, 40)).join('.')

function readJson(body: Buffer, status: number): unknown {
  const text = decode(body)?.trim()
  // What begins like a document and does not end like one lost its end on the way.
  if (text !== undefined && /^[[{]/.test(text) && !/[\]}]$/.test(text))
    throw new SalesforceError('TRUNCATED', { status })
  try {
    const value: unknown = JSON.parse(text ?? '')
    if (isTame(value)) return value
  } catch {
    // The parser's own words quote the text.
  }
  throw new SalesforceError('NOT_JSON', { status })
}

function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return undefined
  }
}

/** False for a document that would reach a prototype when it is copied, or is nested beyond all use. */
function isTame(document: unknown): boolean {
  let level: unknown[] = [document]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return false
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      if (Object.hasOwn(value, '__proto__')) return false
      for (const inner of Object.values(value))
        if (typeof inner === 'object' && inner !== null) next.push(inner)
    }
    level = next
  }
  return true
}

/** A document if it is one, for what may as well be text. */
export function tryJson(body: Buffer): unknown {
  try {
    return readJson(body, 0)
  } catch {
    return undefined
  }
}

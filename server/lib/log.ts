import { pino, type DestinationStream, type Logger } from 'pino'

export type { Logger } from 'pino'

/** Names under which a secret or a person could reach a log line, at any depth and in any capitals. */
const HIDDEN: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'token',
  'password',
  'secret',
  'accesstoken',
  'refreshtoken',
  'privatekey',
  'connectionstring',
  'email',
  'name',
  'body',
  'query',
])

export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      // Not pino's own redaction: its paths with wildcards cost more than the rest of the line together.
      formatters: { log: (fields) => hide(fields) },
    },
    destination ?? logTo(1),
  )
}

/** The same object when there is nothing to hide in it, as in nearly every line. */
function hide(fields: Record<string, unknown>): Record<string, unknown> {
  let shown = fields
  for (const key in fields) {
    const value = fields[key]
    const safe = HIDDEN.has(key.toLowerCase()) ? '[redacted]' : hideWithin(value)
    if (safe !== value) shown = { ...shown, [key]: safe }
  }
  return shown
}

function hideWithin(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value
  return Array.isArray(value) ? value.map(hideWithin) : hide(value as Record<string, unknown>)
}

/** A file or a file descriptor, written in pieces: a write for each request would cost as much as the request. */
export const logTo = (dest: string | number): DestinationStream =>
  pino.destination({ dest, sync: false, minLength: 16_000, periodicFlush: 200 })

interface DatabaseFacts {
  code?: string
  table?: string
  column?: string
  constraint?: string
  severity?: string
}

/** A database error repeats row values in its message and detail, so only what it is and where it happened is kept. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const { code, table, column, constraint, severity } = error as Error & DatabaseFacts
  const fromDatabase = severity !== undefined
  return {
    type: error.name,
    code,
    ...(fromDatabase ? { table, column, constraint } : { message: error.message }),
    stack: at.slice(0, 12).map((line) => line.trim()),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
  }
}

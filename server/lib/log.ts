import { pino, type DestinationStream, type Logger } from 'pino'

export type { Logger } from 'pino'

/**
 * Names under which a secret or a person could reach a log line. Values are replaced wherever they stand at the top or
 * one level down; deeper objects are not logged at all.
 */
const HIDDEN = [
  'authorization',
  'cookie',
  'token',
  'password',
  'secret',
  'accessToken',
  'refreshToken',
  'privateKey',
  'connectionString',
  'email',
  'name',
  'body',
  'query',
]

export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: { paths: HIDDEN.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    },
    destination ?? logTo(1),
  )
}

/** A file or a file descriptor, written in pieces: a write for each request would cost as much as the request. */
export const logTo = (dest: string | number): DestinationStream =>
  pino.destination({ dest, sync: false, minLength: 4096, periodicFlush: 200 })

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

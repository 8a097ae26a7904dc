import { z } from 'zod'
import { ERRORS, type ErrorCode, type ErrorDetail } from '../errors.ts'

/** What the console is told of connections, to say how an authorization ended. */
export interface ShownConnection {
  id: string
  name: string
  state: string
  jobsPaused: Words | null
  lastAuthorization: { result: string; details: readonly ErrorDetail[] } | null
}

interface Words {
  message: string
  action: string
}

export interface Result {
  code: 'AUTHORIZED' | ErrorCode
  /** Its name. */
  connection?: string
  /** Why its jobs do not run all the same. */
  paused?: Words
  /** Salesforce's own words, where it was Salesforce that refused. */
  said?: readonly string[]
}

/** Where an authorization sends the browser in the end. Anybody can write such an address. */
export const RESULT_QUERY = z.object({
  connection: z
    .string()
    .max(400)
    .optional()
    .meta({ description: 'The connection that was to be authorized.' }),
  result: z.string().max(400).optional().meta({ description: 'AUTHORIZED, or the code of an error.' }),
})

type Query = z.output<typeof RESULT_QUERY>

/** For who is signed in. Of a connection that is not authorized, whatever the address says, nothing is said. */
export function resultOf(query: Query, connections: readonly ShownConnection[]): Result | undefined {
  const code = codeOf(query)
  const found = connections.find(({ id }) => id === query.connection)
  if (code !== 'AUTHORIZED')
    return code && { code, ...(found && { connection: found.name, said: saidOf(found, code) }) }
  if (found?.state !== 'authorized') return undefined
  return { code, connection: found.name, ...(found.jobsPaused && { paused: found.jobsPaused }) }
}

/** Its last attempt is the one that this is the result of, when it has the same. */
const saidOf = ({ lastAuthorization: last }: ShownConnection, code: string): string[] =>
  last?.result === code ? last.details.map(({ message }) => message) : []

/** For a stranger, who learns of no connection. */
export function resultForStranger(query: Query): Result | undefined {
  const code = codeOf(query)
  return code && { code }
}

const codeOf = ({ result }: Query): Result['code'] | undefined =>
  result === 'AUTHORIZED' || isErrorCode(result) ? result : undefined

const isErrorCode = (text: string | undefined): text is ErrorCode =>
  text !== undefined && Object.hasOwn(ERRORS, text)

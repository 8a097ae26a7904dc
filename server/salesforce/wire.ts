import type { IncomingBody } from './body.ts'
import type { SalesforceError } from './errors.ts'

export interface SalesforceRequest {
  /** An address of Salesforce's, checked for every request. */
  origin: string
  /** Begins with a slash. */
  path: string
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  query?: Readonly<Record<string, string>>
  accessToken?: string
  form?: Readonly<Record<string, string>>
  json?: unknown
  headers?: Readonly<Record<string, string>>
  /** Whether it may be sent again when nobody knows what became of it; a GET may. */
  repeatable?: boolean
  /** Ends it with the signal's reason, wherever it is. */
  signal?: AbortSignal | undefined
  /** Called each time it is sent, with what went wrong the time before. */
  onTry?(before?: SalesforceError): void
}

interface Reply {
  status: number
  headers: Headers
  /** Some refusals repeat what was sent: takes its secrets out of a text. */
  redact(text: string): string
}

export interface SalesforceReply extends Reply {
  body: Buffer
}

/** A good answer whose body is still on its way. */
export interface StreamedReply extends Reply {
  body: IncomingBody
}

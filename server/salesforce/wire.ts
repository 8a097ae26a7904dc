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
  /** Called each time it is sent. */
  onTry?(): void
}

export interface SalesforceReply {
  status: number
  headers: Headers
  body: Buffer
  /** Some refusals repeat what was sent: takes its secrets out of a text. */
  redact(text: string): string
}

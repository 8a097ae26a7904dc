import type { z } from 'zod'
import { parseLimitInfo, type ApiLimits } from './api-limits.ts'
import { createBulkQueries, type BulkQueries } from './bulk-query.ts'
import { GLOBAL_DESCRIBE, OBJECT_DESCRIBE, type ObjectDescribe, type ObjectSummary } from './describe.ts'
import { createGrantSession, type GrantSessionOptions } from './grant-session.ts'
import type { Grant } from './grant.ts'
import type { SalesforceHttp } from './http.ts'
import type { SalesforceReply, SalesforceRequest, StreamedReply } from './wire.ts'
import { readDocument } from './json.ts'
import type { UserInfo } from './oauth.ts'
import { createQueries, type Page, type QueryOptions, type SalesforceRecord } from './query.ts'
import { restRefusal } from './rest-refusal.ts'

const API_VERSION = 'v65.0'

export interface SalesforceClientOptions extends GrantSessionOptions {
  http: SalesforceHttp
}

type Query = Readonly<Record<string, string>>

/** The data API of one org, as the user of one connection. Paths are those below `/services/data/vXX.0`. */
export interface SalesforceClient {
  get<T>(path: string, answer: z.ZodType<T>, query?: Query): Promise<T>
  post<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T>
  /** For what answers without a document. */
  patch(path: string, body: unknown): Promise<void>
  delete(path: string): Promise<void>
  /** All records of a query. */
  query(soql: string, options?: QueryOptions & { most?: number }): Promise<SalesforceRecord[]>
  /** A page at a time, for more records than memory should hold. */
  pages(soql: string, options?: QueryOptions): AsyncGenerator<Page, void>
  /** For more records still, which come as CSV. */
  readonly bulk: BulkQueries
  describe(object: string): Promise<ObjectDescribe>
  describeGlobal(): Promise<ObjectSummary[]>
  /** Who the connection acts as. */
  identify(): Promise<UserInfo>
  /** What the org last said of its daily API requests. */
  limits(): ApiLimits | undefined
  /** How many requests were sent that count against them. */
  apiCalls(): number
}

export function createSalesforceClient(options: SalesforceClientOptions): SalesforceClient {
  const { http } = options
  const session = createGrantSession(options)
  let limits: ApiLimits | undefined
  let apiCalls = 0

  const as = (request: Call, { instanceUrl, accessToken }: Grant): SalesforceRequest => {
    return { ...request, origin: instanceUrl, accessToken, onTry: () => apiCalls++ }
  }
  const note = ({ headers }: SalesforceReply | StreamedReply) => {
    limits = parseLimitInfo(headers.get('sforce-limit-info')) ?? limits
  }

  const send = <T>(request: Call, read: (reply: SalesforceReply) => T): Promise<T> =>
    session.run((grant) =>
      http.call(as(request, grant), (reply) => {
        note(reply)
        if (reply.status < 200 || reply.status >= 300) throw restRefusal(reply)
        return read(reply)
      }),
    )

  const stream = <T>(request: Call, read: (reply: StreamedReply) => Promise<T>): Promise<T> =>
    session.run((grant) =>
      http.stream(as(request, grant), {
        read(reply) {
          note(reply)
          return read(reply)
        },
        refuse(reply) {
          note(reply)
          return restRefusal(reply)
        },
      }),
    )

  const document = <T>(request: Call, answer: z.ZodType<T>) =>
    send(request, (reply) => readDocument(reply, answer))
  const nothing = (request: Call) => send(request, () => undefined)

  return {
    get: (path, answer, query) => document({ path: below(path), ...(query && { query }) }, answer),
    post: (path, body, answer) => document({ method: 'POST', path: below(path), json: body }, answer),
    patch: (path, body) => nothing({ method: 'PATCH', path: below(path), json: body }),
    delete: (path) => nothing({ method: 'DELETE', path: below(path) }),
    ...createQueries(
      (path, query, headers, answer) => document({ path, ...(query && { query }), headers }, answer),
      API_VERSION,
    ),
    bulk: createBulkQueries({ send, stream, below, patience: http.patience }),
    describe: (object) =>
      document({ path: below(`/sobjects/${encodeURIComponent(object)}/describe`) }, OBJECT_DESCRIBE),
    describeGlobal: async () => (await document({ path: below('/sobjects') }, GLOBAL_DESCRIBE)).sobjects,
    identify: () => session.identify(),
    limits: () => limits,
    apiCalls: () => apiCalls,
  }
}

type Call = Omit<SalesforceRequest, 'origin' | 'accessToken' | 'onTry'>

const below = (path: string): string => `/services/data/${API_VERSION}${path}`

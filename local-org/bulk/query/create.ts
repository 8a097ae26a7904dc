import type { ApiCall } from '../../rest/call.ts'
import { jsonObject, textOf } from '../body.ts'
import { choice, formatOf, type CsvFormat } from '../format.ts'
import type { BulkParts, BulkQuery } from '../parts.ts'
import { refused } from '../problems.ts'

export interface WantedQuery {
  readonly operation: 'query' | 'queryAll'
  readonly text: string
  readonly query: BulkQuery
  readonly format: CsvFormat
}

/** What a `POST /jobs/query` asks for, once it is known that it can be had. */
export async function wantedQuery(
  call: ApiCall,
  parts: Pick<BulkParts, 'schema' | 'compile'>,
): Promise<WantedQuery> {
  const body = await jsonObject(call)
  const operation = choice(body, 'operation', ['query', 'queryAll'])
  if (operation === undefined) throw refused('INVALIDJOB', 'Must specify valid operation')
  const text = textOf(body, 'query')
  if (text === undefined) throw refused('INVALIDJOB', 'Must specify a query')
  const format = formatOf(body)
  const { version, session } = call
  const options = { version, all: operation === 'queryAll', bulk: true, userId: session.userId } as const
  const query = parts.compile(text, options)
  if (parts.schema.object(query.object)?.bulk === false) {
    throw refused('INVALIDENTITY', `Entity '${query.object}' is not supported by the Bulk API.`)
  }
  return { operation, text, query, format }
}

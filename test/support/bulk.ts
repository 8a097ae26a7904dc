import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { orgIdFor } from '../../local-org/index.ts'
import type { BulkPage, SalesforceHttpOptions } from '../../server/salesforce/index.ts'
import { clientOf, memoryGrants, quickHttp, standIn } from './salesforce.ts'

/** As Salesforce writes the id of a bulk query. */
export const BULK_ID = '750000000000001AAA'

type Answer = (res: ServerResponse, turn: number, req: IncomingMessage, body: string) => unknown

/** A client of a server that says who asks, as an org does, and answers all else like this. */
export async function clientOfStandIn(answer: Answer, options: Partial<SalesforceHttpOptions> = {}) {
  const [orgId, userId] = [orgIdFor(1), '005000000000001AAA']
  const identity = { organization_id: orgId, user_id: userId, preferred_username: 'a@b.c' }
  let turn = 0
  const server = await standIn((req, res, body) => {
    if (req.url?.endsWith('/userinfo')) res.end(JSON.stringify(identity))
    else answer(res, ++turn, req, body)
  })
  onTestFinished(() => server.close())
  const http = quickHttp(options)
  const grants = memoryGrants({
    ...{ accessToken: '00D!stand-in', refreshToken: null, idToken: null, scopes: [], issuedAt: new Date(0) },
    ...{ instanceUrl: server.url, identityUrl: `${server.url}/id/${orgId}/${userId}` },
  })
  const client = clientOf({ url: server.url, orgId }, grants, { http })
  const asked = () => server.requests.filter(({ path }) => !path.endsWith('/userinfo'))
  return { client, bulk: client.bulk, http, asked }
}

export const PAGE_HEAD = {
  ...{ 'content-type': 'text/csv', 'sforce-locator': 'null', 'sforce-numberofrecords': '1' },
}
export const sendCsv = (res: ServerResponse, body: string | Buffer, headers: Record<string, string> = {}) =>
  res.writeHead(200, { ...PAGE_HEAD, ...headers }).end(body)
export const sendJson = (res: ServerResponse, body: unknown, status = 200) =>
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

export const rowsOf = async ({ rows }: BulkPage): Promise<string> => (await buffer(rows)).toString()
/** Why the rows of a page did not come to their end. */
export const failureOf = (page: BulkPage): Promise<unknown> =>
  buffer(page.rows).then(
    () => 'came whole',
    (error: unknown) => error,
  )

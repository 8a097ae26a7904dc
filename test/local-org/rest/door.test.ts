import { once } from 'node:events'
import { connect } from 'node:net'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  createBusiness,
  createOrgKey,
  createOrgServer,
  orgIdFor,
  type OrgServer,
} from '../../../local-org/index.ts'

let org: OrgServer
let url: string
let token: string
beforeAll(async () => {
  org = createOrgServer({
    business: createBusiness({ seed: 1, accounts: 20, today: '2026-11-20' }),
    key: await createOrgKey(),
    orgId: orgIdFor(1),
    backendUrl: 'http://127.0.0.1:9',
    audience: 'https://team-view.example.com',
  })
  url = (await org.listen(0)).url
  token = org.identity.accessTokenFor(org.administrator)
})
afterAll(() => org.close())

const DATA = '/services/data/v65.0'

async function send(method: string, path: string, body: BodyInit, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, {
    method,
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  })
  const text = await response.text()
  const json = (): any => JSON.parse(text) // eslint-disable-line @typescript-eslint/no-explicit-any
  return { status: response.status, text, json }
}
const post = async (path: string, body: unknown) =>
  (await send('POST', DATA + path, JSON.stringify(body))).json() as unknown

describe('a call inside a call', () => {
  const account = { method: 'POST', url: `${DATA}/sobjects/Account`, body: { Name: 'Inside' } }
  const composite = { allOrNone: true, compositeRequest: [{ ...account, referenceId: 'a' }] }

  test('makes no calls of its own, for it would wait for itself', async () => {
    const inner = { method: 'POST', url: `${DATA}/composite`, referenceId: 'b', body: composite }
    const refused = { httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND' }] }
    expect(await post('/composite', { allOrNone: true, compositeRequest: [inner] })).toMatchObject({
      compositeResponse: [refused],
    })
    const graph = { ...inner, url: `${DATA}/composite/graph`, body: { graphs: [] } }
    expect(await post('/composite', { compositeRequest: [graph] })).toMatchObject({
      compositeResponse: [refused],
    })
    const batch = { method: 'POST', url: 'v65.0/composite/batch', richInput: { batchRequests: [] } }
    expect(await post('/composite/batch', { batchRequests: [batch] })).toMatchObject({
      results: [{ statusCode: 404 }],
    })
    expect(await post('/composite', composite)).toMatchObject({
      compositeResponse: [{ httpStatusCode: 201 }],
    })
  })

  test('with an address that is none finds nothing there', async () => {
    const nowhere = { ...account, url: 'http://[', referenceId: 'a' }
    expect(await post('/composite', { compositeRequest: [nowhere] })).toMatchObject({
      compositeResponse: [{ httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND' }] }],
    })
  })
})

describe('a body', () => {
  const packed = gzipSync(JSON.stringify({ Name: 'Packed' }))

  test('is unpacked, however the packing is spelled', async () => {
    for (const encoding of ['gzip', 'GZIP']) {
      const made = await send('POST', `${DATA}/sobjects/Account`, packed, { 'content-encoding': encoding })
      expect(made.status, encoding).toBe(201)
    }
  })

  test.each([
    ['is packed otherwise than it says', deflateRawSync('{}')],
    ['is not packed at all', Buffer.from('Name\nNot packed\n'.repeat(10_000))],
    ['breaks off', packed.subarray(0, -9)],
  ])('that %s is refused, and the org goes on', async (_how, body) => {
    const gzip = { 'content-encoding': 'gzip' }
    const refused = { status: 400, text: expect.stringContaining('Not in GZIP format') as string }
    for (const [method, path] of [
      ['POST', `${DATA}/sobjects/Account`],
      ['POST', `${DATA}/composite`],
    ] as const) {
      expect(await send(method, path, body, gzip), path).toMatchObject(refused)
    }
    const job = (await post('/jobs/ingest', { object: 'Account', operation: 'insert' })) as { id: string }
    const batches = `${DATA}/jobs/ingest/${job.id}/batches`
    const csv = { ...gzip, 'content-type': 'text/csv' }
    expect(await send('PUT', batches, body, csv)).toMatchObject(refused)
    // A second upload is dropped as it comes in.
    expect((await send('PUT', batches, 'Name\nKept\n', { 'content-type': 'text/csv' })).status).toBe(201)
    await send('PUT', batches, body, csv)
    const soap = await send('POST', '/services/Soap/u/64.0', body, { ...gzip, 'content-type': 'text/xml' })
    expect(soap).toMatchObject({ status: 500, text: expect.stringContaining('<faultcode>soapenv:Client') })
    expect((await send('POST', `${DATA}/sobjects/Account`, packed, gzip)).status).toBe(201)
  })

  test('that is nested deeper than anyone means is refused, brackets in texts aside', async () => {
    const nested = (depth: number) => `${'{"a":['.repeat(depth / 2)}1${']}'.repeat(depth / 2)}`
    const sent = (json: string) => send('POST', `${DATA}/composite`, json)
    for (const depth of [1002, 200_000]) {
      const { status, json } = await sent(nested(depth))
      expect([status, json()], String(depth)).toMatchObject([400, [{ errorCode: 'JSON_PARSER_ERROR' }]])
    }
    expect((await sent(nested(1000))).json()).toMatchObject([{ errorCode: 'INVALID_INPUT' }])
    const Description = `"\\"${'[{'.repeat(2000)}`
    expect(await post('/sobjects/Account', { Name: 'Brackets', Description })).toMatchObject({
      success: true,
    })
    expect((await send('POST', '/control/stage', nested(10_000))).status).toBe(400)
  })

  test('whose sender goes away is no failure of the org', async () => {
    const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    const head = [`POST ${DATA}/composite HTTP/1.1`, 'Host: x', `Authorization: Bearer ${token}`]
    const used = () => org.limits.apiRequests().remaining
    const before = used()
    socket.write(`${head.join('\r\n')}\r\nContent-Length: 500\r\n\r\n{"comp`)
    await vi.waitFor(() => expect(used()).toBe(before - 1))
    socket.destroy()
    await once(socket, 'close')
    await send('POST', `${DATA}/composite`, '{}')
    expect(errors).not.toHaveBeenCalled()
    errors.mockRestore()
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ERRORS } from '../../server/errors.ts'
import { makeConnection } from '../support/connection.ts'
import { signIn } from '../support/console.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let id: string
let headers: Record<string, string>
beforeAll(async () => {
  server = await startTestServer()
  id = await makeConnection(server, 'authorized')
  await server.db.query(`update control.connection set name = 'Main <b>'`)
  headers = (await signIn(server, { role: 'admin' })).headers
})
afterAll(() => server.close())

const plain = (text: string) =>
  text
    .replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/\s+/g, ' ')
/** What the page says of a result, or undefined where it says nothing. */
async function noteAt(path: string, as: Record<string, string> = headers): Promise<string | undefined> {
  const { status, text } = await server.get(path, { headers: as })
  expect(status).toBe(200)
  return /<section class="result.*?<\/section>/s.exec(plain(text))?.[0]
}
const at = (connection: string, result: string) =>
  `/console?connection=${encodeURIComponent(connection)}&result=${encodeURIComponent(result)}`

describe('how an authorization ended', () => {
  test('is told in words: the connection, what happened, and what to do', async () => {
    const denied = await noteAt(at(id, 'CONSENT_DENIED'))
    const { meaning, action } = ERRORS.CONSENT_DENIED
    for (const part of ['Main <b>', meaning, action, 'CONSENT_DENIED', 'result amber'])
      expect(denied).toContain(part)
    expect((await server.get(at(id, 'CONSENT_DENIED'), { headers })).text).not.toContain('<b>')
    const good = await noteAt(at(id, 'AUTHORIZED'))
    for (const part of ['Main <b>', 'is authorized', 'result good']) expect(good).toContain(part)
  })

  test('is told for a result that belongs to no connection', async () => {
    expect(await noteAt('/console?result=AUTHORIZATION_UNKNOWN')).toContain(
      ERRORS.AUTHORIZATION_UNKNOWN.action,
    )
  })

  test('is told on the sign-in page too, which names no connection', async () => {
    for (const result of ['AUTHORIZED', 'WRONG_ORG']) {
      const note = await noteAt(at(id, result), {})
      expect(note).toContain(result === 'AUTHORIZED' ? 'is authorized' : ERRORS.WRONG_ORG.meaning)
      expect(note).not.toContain('Main')
    }
  })

  test('is told to a browser whose session had ended before it came back', async () => {
    const { status, headers: sent } = await server.get('/console/oauth/callback?state=x&code=y', {
      headers: { Accept: 'text/html' },
    })
    const to = sent['location'] ?? ''
    expect([status, to]).toEqual([303, '/console?result=AUTHORIZATION_SIGNED_OUT'])
    expect(await noteAt(to, {})).toContain(ERRORS.AUTHORIZATION_SIGNED_OUT.action)
  })

  test('is made up by nobody: codes that are not ours and ids of nothing are neither told nor echoed', async () => {
    for (const text of ['MADE_UP', '<i>', 'constructor', '__proto__', ''])
      for (const as of [headers, {}]) {
        expect([text, await noteAt(at(id, text), as)]).toEqual([text, undefined])
        const page = await server.get(at('made-up', `${text}made-up`), { headers: as })
        expect(page.text).not.toContain('made-up')
      }
    expect(await noteAt(at('made-up', 'CONSENT_DENIED'))).toContain('The connection was not authorized')
    expect(await noteAt(at('made-up', 'AUTHORIZED'))).toBeUndefined()
    await server.db.query(`update control.connection set state = 'revoked' where id = $1`, [id])
    expect(await noteAt(at(id, 'AUTHORIZED'))).toBeUndefined()
  })
})

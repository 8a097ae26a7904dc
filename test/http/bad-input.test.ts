import { gzipSync } from 'node:zlib'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { invalid, type ErrorDetail } from '../../server/errors.ts'
import { endpoint } from '../../server/http/endpoint.ts'
import { headLines, rawRequest } from '../support/raw-http.ts'
import { ACCOUNTS, LANES, USERS, salesforceId, startTestServer, type TestServer } from '../support/server.ts'

const ACCOUNT = ACCOUNTS.mapped
const CASE = salesforceId('Case', 1)
const OPPORTUNITY = salesforceId('Opportunity', 1)

/** What the server cannot have yet: an endpoint that takes a body and a part of its address. */
const saveNote = endpoint({
  name: 'saveNote',
  method: 'POST',
  path: '/notes/:noteId',
  door: 'open',
  summary: 'Save a note',
  params: z.object({ noteId: z.string().regex(/^n\d+$/, 'must look like n1') }),
  query: z.object({ mode: z.enum(['draft', 'final'], 'must be draft or final').optional() }),
  body: z.object({
    title: z.string('must be text').max(200, 'must be at most 200 characters'),
    stars: z.number('must be a number').int('must be whole').optional(),
    author: z.object({ name: z.string('must be text') }).optional(),
  }),
  answer: z.object({ saved: z.string(), length: z.number() }),
  handle: ({ params, body }) => ({ saved: params.noteId, length: body.title.length }),
})
const refuseAll = endpoint({
  name: 'refuseAll',
  method: 'GET',
  path: '/refuse',
  door: 'open',
  summary: 'Refuses',
  answer: z.object({}),
  handle: () => {
    throw invalid('query.x', 'is refused by the handler')
  },
})

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ extra: [saveNote, refuseAll] })
})
afterAll(() => server.close())

interface Refusal {
  status: number
  body: {
    error: { code: string; message: string; action: string; requestId: string; details?: ErrorDetail[] }
  }
}
const refused = (reply: { status: number; body: unknown }, code: string) => {
  const { status, body } = reply as Refusal
  expect({ status, code: body.error.code }).toEqual({ status: 400, code })
  expect(body.error.action).not.toBe('')
  return body.error.details ?? []
}

const ONE_OF = 'must be one of Account, Case, Opportunity'
const idOf = (object: string, prefix: string) =>
  `must be a Salesforce ${object} id (15 or 18 characters, starting with ${prefix})`
const MISSPELT = 'must be a Salesforce Account id: its last three characters do not fit the others'
const wrongSuffix = `${ACCOUNT.slice(0, 15)}AAC`
const otherCase = ACCOUNT.replace('e', 'E')

const QUERIES: [name: string, query: string, field: string, message: string][] = [
  ['nothing', '', 'query.object', ONE_OF],
  ['no object', `recordId=${ACCOUNT}`, 'query.object', ONE_OF],
  ['an unknown object', `object=Contact&recordId=${ACCOUNT}`, 'query.object', ONE_OF],
  ['an object in other capitals', `object=account&recordId=${ACCOUNT}`, 'query.object', ONE_OF],
  ['an object of Object.prototype', `object=constructor&recordId=${ACCOUNT}`, 'query.object', ONE_OF],
  ['no record id', 'object=Account', 'query.recordId', 'is missing'],
  ['an empty record id', 'object=Account&recordId=', 'query.recordId', idOf('Account', '001')],
  [
    'a record id of 14 characters',
    `object=Account&recordId=${ACCOUNT.slice(0, 14)}`,
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'a record id of 16 characters',
    `object=Account&recordId=${ACCOUNT.slice(0, 16)}`,
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'a record id of 19 characters',
    `object=Account&recordId=${ACCOUNT}A`,
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'a record id with a space',
    `object=Account&recordId=${ACCOUNT}%20`,
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'a record id with a line end',
    `object=Account&recordId=${ACCOUNT}%0A`,
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'a record id with a quote',
    `object=Account&recordId=001'or'1'='1'--`,
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'a record id in wide digits',
    `object=Account&recordId=${encodeURIComponent('００１')}5e00000Tv001`,
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'a record id whose ending does not fit',
    `object=Account&recordId=${wrongSuffix}`,
    'query.recordId',
    MISSPELT,
  ],
  [
    'a record id whose capitals were changed',
    `object=Account&recordId=${otherCase}`,
    'query.recordId',
    MISSPELT,
  ],
  [
    'a contact where an account is asked',
    'object=Account&recordId=0035e00000Tv001AAA',
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'a case where an account is asked',
    `object=Account&recordId=${CASE}`,
    'query.recordId',
    idOf('Account', '001'),
  ],
  [
    'an account where a case is asked',
    `object=Case&recordId=${ACCOUNT}`,
    'query.recordId',
    idOf('Case', '500'),
  ],
  [
    'a user where an opportunity is asked',
    `object=Opportunity&recordId=${USERS.full.id}`,
    'query.recordId',
    idOf('Opportunity', '006'),
  ],
  [
    'an account id that is a contact',
    `object=Case&recordId=${CASE}&accountId=0035e00000Tv001AAA`,
    'query.accountId',
    idOf('Account', '001'),
  ],
  [
    'an empty account id',
    `object=Case&recordId=${CASE}&accountId=`,
    'query.accountId',
    idOf('Account', '001'),
  ],
  [
    'an account id of text',
    `object=Opportunity&recordId=${OPPORTUNITY}&accountId=null`,
    'query.accountId',
    idOf('Account', '001'),
  ],
  [
    'another account beside the account',
    `object=Account&recordId=${ACCOUNT}&accountId=${ACCOUNTS.unmapped}`,
    'query.accountId',
    'must be the record itself when the record is an account',
  ],
  ['an empty value', `object=Account&recordId=${ACCOUNT}&value=`, 'query.value', 'must not be empty'],
  [
    'a value of 256 characters',
    `object=Account&recordId=${ACCOUNT}&value=${'v'.repeat(256)}`,
    'query.value',
    'must be at most 255 characters',
  ],
  [
    'a value with a NUL',
    `object=Account&recordId=${ACCOUNT}&value=a%00b`,
    'query.value',
    'must not hold the character NUL',
  ],
  [
    'a key of its own',
    `object=Account&recordId=${ACCOUNT}&debug=1`,
    'query.debug',
    'is not a field of this request',
  ],
  [
    'a tenant of its own choice',
    `object=Account&recordId=${ACCOUNT}&tenantId=1`,
    'query.tenantId',
    'is not a field of this request',
  ],
  [
    '__proto__',
    `object=Account&recordId=${ACCOUNT}&__proto__=1`,
    'query.__proto__',
    'is not a field of this request',
  ],
  [
    '__proto__ with a member',
    `object=Account&recordId=${ACCOUNT}&__proto__[admin]=1`,
    'query.__proto__[admin]',
    'is not a field of this request',
  ],
  [
    'a key in brackets',
    `object=Account&recordId=${ACCOUNT}&recordId[]=x`,
    'query.recordId[]',
    'is not a field of this request',
  ],
  [
    'a key in other capitals',
    `object=Account&recordId=${ACCOUNT}&AccountId=${ACCOUNT}`,
    'query.AccountId',
    'is not a field of this request',
  ],
  [
    'the record id twice',
    `object=Account&recordId=${ACCOUNT}&recordId=${ACCOUNT}`,
    'query.recordId',
    'is given more than once',
  ],
  [
    'the object twice, once encoded',
    `object=Account&%6Fbject=Case&recordId=${ACCOUNT}`,
    'query.object',
    'is given more than once',
  ],
  [
    'what cannot be decoded',
    `object=Account&recordId=${ACCOUNT}&value=%E0%A4`,
    'query',
    'is not valid percent-encoded UTF-8',
  ],
]

describe.each(LANES)('the Team View on the %s lane', (lane) => {
  test.each(QUERIES)('names the field that is wrong: %s', async (_name, query, field, message) => {
    const reply = await server.get(`/widget/v1/team-view?${query}`, { lane, token: server.sign() })
    expect(refused(reply, 'INVALID_REQUEST')).toContainEqual({ field, message })
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  test('names every field that is wrong at once', async () => {
    const reply = await server.get('/widget/v1/team-view?object=Lead&accountId=x&extra=1', {
      lane,
      token: server.sign(),
    })
    const fields = refused(reply, 'INVALID_REQUEST').map((detail) => detail.field)
    expect(fields.sort()).toEqual(['query.accountId', 'query.extra', 'query.object', 'query.recordId'])
  })

  test('takes no body', async () => {
    const reply = await supertest(server.urls[lane])
      .get(`/widget/v1/team-view?object=Account&recordId=${ACCOUNT}`)
      .set('Authorization', `Bearer ${server.sign()}`)
      .send({ recordId: CASE })
    expect(refused(reply, 'INVALID_REQUEST')).toEqual([
      { field: 'body', message: 'this endpoint takes no body' },
    ])
  })

  test('says the same in both lanes, whoever asks', async () => {
    const ask = async (one: typeof lane) => {
      const { status, headers, text } = await server.get('/widget/v1/team-view?object=x', {
        lane: one,
        token: server.sign(),
        headers: { 'X-Request-Id': 'the-same-id' },
      })
      return { status, text, headers: { ...headers, date: '' } as Record<string, string> }
    }
    expect(await ask(lane)).toEqual(await ask('fast'))
  })
})

const post = (path = '/notes/n1') => supertest(server.urls.express).post(path)
const JSON_TYPE = 'application/json'
const sendText = (text: string | Buffer, type = JSON_TYPE, headers: Record<string, string> = {}) => {
  const request = post().set({ 'Content-Type': type, ...headers })
  request.write(text)
  return request
}

describe('an endpoint that takes a body', () => {
  test.each([
    [JSON_TYPE],
    ['application/json; charset=utf-8'],
    ['application/json;charset="UTF-8"'],
    ['Application/JSON'],
  ])('takes %s', async (type) => {
    expect((await sendText('{"title":"Ünïcode 🙂"}', type)).body).toEqual({ saved: 'n1', length: 10 })
  })

  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'title=x'],
    ['text', 'text/plain', '{"title":"x"}'],
    ['JSON of another kind', 'application/ld+json', '{"title":"x"}'],
    ['a type that begins alike', 'application/jsonp', '{"title":"x"}'],
    ['another character set', 'application/json; charset=utf-16', '{"title":"x"}'],
    ['an old character set', 'application/json; charset=latin1', '{"title":"x"}'],
    ['multipart', 'multipart/form-data; boundary=x', '--x--'],
  ])('refuses %s', async (_what, type, text) => {
    expect(refused(await sendText(text, type), 'WRONG_CONTENT_TYPE')).toMatchObject([
      { field: 'headers.content-type' },
    ])
  })

  test('refuses a body without a type, and no body at all', async () => {
    const raw = (lines: string[], text: string) =>
      rawRequest(
        server.urls.express,
        headLines('/notes/n1', [...lines, `Content-Length: ${text.length}`], 'POST') + text,
      )
    for (const reply of [await raw([], '{"title":"x"}'), await raw([], ''), await post()])
      expect([reply.status, 'text' in reply ? reply.text : reply.body]).toEqual([
        400,
        expect.stringContaining('WRONG_CONTENT_TYPE'),
      ])
    expect((await raw([`Content-Type: ${JSON_TYPE}`], '')).body).toContain('INVALID_JSON')
  })

  test.each<[string, string | Buffer]>([
    ['an open brace', '{"title":'],
    ['empty', ''],
    ['blank', '   '],
    ['text', '"title"'],
    ['a list', '[{"title":"x"}]'],
    ['null', 'null'],
    ['single quotes', "{'title':'x'}"],
    ['more behind it', '{"title":"x"}{}'],
    ['a trailing comma', '{"title":"x",}'],
    ['a name twice', '{"title":"x","title":"y"}'],
    ['a name twice further down', '{"title":"x","author":{"name":"a","n\\u0061me":"b"}}'],
    ['__proto__', '{"title":"x","__proto__":{"admin":true}}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['a BOM', '\uFEFF{"title":"x"}'],
    ['deep nesting', '['.repeat(50_000)],
  ])('refuses JSON that is %s', async (_what, text) => {
    expect(refused(await sendText(text), 'INVALID_JSON')).toMatchObject([{ field: 'body' }])
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  test.each<[string, object, ErrorDetail[]]>([
    ['a field missing', {}, [{ field: 'body.title', message: 'must be text' }]],
    ['a field of another type', { title: 1 }, [{ field: 'body.title', message: 'must be text' }]],
    [
      'a field too long',
      { title: 'x'.repeat(201) },
      [{ field: 'body.title', message: 'must be at most 200 characters' }],
    ],
    [
      'a field inside a field',
      { title: 'x', author: { name: 1 } },
      [{ field: 'body.author.name', message: 'must be text' }],
    ],
    [
      'fields it does not know',
      { title: 'x', id: 1, tenantId: 2, role: 'admin' },
      ['id', 'tenantId', 'role'].map((name) => ({
        field: `body.${name}`,
        message: 'is not a field of this request',
      })),
    ],
  ])('refuses %s', async (_what, body, details) => {
    expect(refused(await post().send(body), 'INVALID_REQUEST')).toEqual(details)
  })

  test('refuses more than 100 KB, however it comes', async () => {
    const long = JSON.stringify({ title: 'x'.repeat(100 * 1024) })
    const field = [{ field: 'body', message: 'must be at most 102400 bytes' }]
    expect(refused(await sendText(long), 'BODY_TOO_LARGE')).toEqual(field)
    expect(
      refused(await sendText(long, JSON_TYPE, { 'Content-Length': String(long.length) }), 'BODY_TOO_LARGE'),
    ).toEqual(field)
    const bomb = sendText(gzipSync(JSON.stringify({ title: 'x'.repeat(10_000_000) })), JSON_TYPE, {
      'Content-Encoding': 'gzip',
    })
    expect(refused(await bomb, 'BODY_TOO_LARGE')).toEqual(field)
  })

  test('refuses an encoding it does not know, and one that is broken', async () => {
    expect(
      refused(await sendText('{}', JSON_TYPE, { 'Content-Encoding': 'lzma' }), 'INVALID_REQUEST'),
    ).toMatchObject([{ field: 'headers.content-encoding' }])
    expect(
      refused(await sendText('{}', JSON_TYPE, { 'Content-Encoding': 'gzip' }), 'INVALID_JSON'),
    ).toMatchObject([{ field: 'body' }])
  })

  test('names a part of the address that is wrong, before it reads the body', async () => {
    expect(refused(await post('/notes/x').send('nonsense'), 'INVALID_REQUEST')).toEqual([
      { field: 'params.noteId', message: 'must look like n1' },
    ])
    expect(refused(await post('/notes/n1?mode=x&mode=y').send({ title: 'x' }), 'INVALID_REQUEST')).toEqual([
      { field: 'query.mode', message: 'is given more than once' },
    ])
    expect((await post('/notes/%zz').send({ title: 'x' })).status).toBe(404)
  })

  test('does not repeat the body in its answer or in the log', async () => {
    const secret = 'canary-in-a-body'
    for (const reply of [
      await sendText(`{"title": ${secret}}`),
      await post().send({ title: 1, [secret.slice(0, 3)]: secret }),
    ])
      expect(reply.text).not.toContain(secret)
    expect(server.logLines.join('')).not.toContain(secret)
  })
})

test('a handler may refuse in the same form', async () => {
  const reply = await server.get('/refuse', { lane: 'express' })
  expect(refused(reply, 'INVALID_REQUEST')).toEqual([
    { field: 'query.x', message: 'is refused by the handler' },
  ])
})

test.each(['/healthz', '/readyz', '/metrics', '/docs', '/openapi.json'])(
  '%s takes no query',
  async (path) => {
    for (const lane of LANES)
      expect(refused(await server.get(`${path}?x=1`, { lane }), 'INVALID_REQUEST')).toEqual([
        { field: 'query', message: 'this endpoint takes no query' },
      ])
  },
)

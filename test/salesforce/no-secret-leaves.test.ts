import type { IncomingMessage, ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/lib/clock.ts'
import { createLogger } from '../../server/lib/log.ts'
import { createOAuth, isSalesforceError, type SalesforceClient } from '../../server/salesforce/index.ts'
import type { RunningOrg } from '../support/local-org.ts'
import {
  asOurs,
  clientOf,
  connect,
  memoryGrants,
  quickHttp,
  ROTATING,
  standIn,
  startConnectableOrg,
} from '../support/salesforce.ts'
import { z } from 'zod'

/** Everything that may never be seen, each with letters that are written in more than one way. */
const CANARIES = {
  accessToken: '00Dcanary!access+token/CANARY-1',
  refreshToken: '5Aep861canary&refresh=CANARY-2',
  clientSecret: 'canary secret "CANARY-3"',
  code: 'aPrx canary code== CANARY-4',
  verifier: 'canary-verifier-CANARY-5',
}
const spellings = Object.values(CANARIES).flatMap((text) => [
  text,
  encodeURIComponent(text),
  new URLSearchParams({ text }).toString().slice('text='.length),
  JSON.stringify(text).slice(1, -1),
  Buffer.from(text).toString('base64'),
])

/** All that could be made of an error by whoever catches it: shown, logged, stored, thrown on. */
function everythingOf(error: unknown): string {
  const lines: string[] = []
  const log = createLogger('debug', { write: (line) => void lines.push(line) })
  log.error({ err: error }, 'failed')
  log.error({ err: new Error('wrapped', { cause: error }) }, 'failed')
  const said = isSalesforceError(error) ? error.said : ''
  const parts = [String(error), (error as Error).stack, said, JSON.stringify(error), ...lines]
  return [...parts, inspect(error, { depth: 10, showHidden: true }), inspect((error as Error).cause)].join(
    '\n',
  )
}

const expectNoSecret = (text: string) => {
  for (const secret of [...spellings, 'CANARY']) expect(text).not.toContain(secret)
}

type Answer = (req: IncomingMessage, res: ServerResponse, body: string) => void
const echo = (req: IncomingMessage, body: string) => `${req.url} ${JSON.stringify(req.headers)} ${body}`

/** A server that repeats all it is told, in every way an answer can be wrong. */
const ANSWERS: [string, Answer][] = [
  [
    'an echo as a page',
    (req, res, body) => res.setHeader('content-type', 'text/html').end(`<p>${echo(req, body)}`),
  ],
  [
    'an echo as a refusal',
    (req, res, body) =>
      res.writeHead(400).end(JSON.stringify([{ errorCode: 'X', message: echo(req, body) }])),
  ],
  [
    'an echo as an OAuth refusal',
    (req, res, body) =>
      res.writeHead(400).end(JSON.stringify({ error: 'invalid_grant', error_description: echo(req, body) })),
  ],
  [
    'an echo as a form',
    (req, res, body) =>
      res
        .writeHead(400)
        .end(new URLSearchParams({ error: 'x', error_description: echo(req, body) }).toString()),
  ],
  [
    'an echo as a code',
    (req, res) =>
      res.writeHead(401).end(JSON.stringify([{ errorCode: req.headers.authorization, message: '' }])),
  ],
  ['an echo as a word', (req, res) => res.writeHead(403).end(req.headers.authorization ?? 'x')],
  ['an echo as broken JSON', (req, res, body) => res.end(`{"a": ${echo(req, body)}}`)],
  [
    'an echo of the wrong shape',
    (req, res, body) =>
      res.end(JSON.stringify({ [echo(req, body)]: 1, access_token: { a: echo(req, body) } })),
  ],
  [
    'an echo that is cut',
    (req, res, body) =>
      res.writeHead(200, { 'content-length': 9_999 }).write(echo(req, body), () => res.destroy()),
  ],
  ['an echo with 503', (req, res, body) => res.writeHead(503).end(echo(req, body))],
  [
    'a redirect with an echo',
    (req, res, body) => res.writeHead(302, { location: `/?${encodeURIComponent(echo(req, body))}` }).end(),
  ],
  ['a connection that closes', (_, res) => res.destroy()],
  [
    'a token that no header can carry',
    (_, res, body) =>
      res.end(
        JSON.stringify({
          access_token: `${CANARIES.accessToken}\n`,
          instance_url: 'x',
          id: body,
          token_type: 'Bearer',
        }),
      ),
  ],
]

describe.each(ANSWERS)('%s', (_, answer) => {
  test('shows no secret in any error, log line or stack', async () => {
    const server = await standIn(answer)
    const http = quickHttp()
    const oauth = createOAuth({ http, clock: systemClock })
    const { accessToken, refreshToken, clientSecret, code, verifier } = CANARIES
    const app = { clientId: 'app', clientSecret, redirectUri: 'http://127.0.0.1/back' }
    const loginUrl = server.url
    const grants = memoryGrants({
      ...{
        accessToken,
        refreshToken,
        instanceUrl: server.url,
        scopes: [],
        issuedAt: new Date(0),
        idToken: null,
      },
      identityUrl: 'https://login.salesforce.com/id/x',
    })
    const client = clientOf({ url: server.url, orgId: 'x' }, grants, {
      app: { ...ROTATING, clientSecret },
      http,
    })
    const calls = [
      oauth.exchange({ loginUrl, app, code, verifier }),
      oauth.refresh({ loginUrl, app, refreshToken }),
      oauth.revoke({ loginUrl, token: refreshToken }),
      oauth.revoke({ loginUrl, token: accessToken }),
      oauth.userInfo({ loginUrl, accessToken }),
      client.query('SELECT Id FROM Account'),
      client.post('/sobjects/Account', {}, z.unknown()),
    ]
    const outcomes = await Promise.allSettled(calls)
    await server.close()
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(failures.length).toBeGreaterThan(2)
    for (const { reason } of failures) {
      expect(isSalesforceError(reason)).toBe(true)
      expectNoSecret(everythingOf(reason))
    }
    expect(JSON.stringify(server.requests)).toContain('CANARY')
  })
})

test('a header that cannot be sent is refused without being quoted', async () => {
  const server = await standIn((_, res) => res.end('{}'))
  const oauth = createOAuth({ http: quickHttp(), clock: systemClock })
  const accessToken = `${CANARIES.accessToken}\r\nX-Injected: 1`
  const error = await oauth.userInfo({ loginUrl: server.url, accessToken }).catch((thrown: unknown) => thrown)
  expect(isSalesforceError(error)).toBe(true)
  expectNoSecret(everythingOf(error))
  expect(server.requests).toEqual([])
  await server.close()
})

describe('against a real org', () => {
  let org: RunningOrg
  let client: SalesforceClient
  beforeAll(async () => {
    org = await startConnectableOrg()
  })
  afterAll(() => org.close())

  test('no fault makes a token of the connection show', async () => {
    const kinds = [
      'unauthorized',
      'unavailable',
      'limit',
      'html',
      'cut',
      'lost-refresh-token',
      'other-org',
    ] as const
    for (const kind of kinds) {
      const grants = memoryGrants(await connect(org))
      const { accessToken, refreshToken } = grants.grant
      client = clientOf(org, grants)
      if (kind === 'lost-refresh-token') org.identity.logout(accessToken)
      org.faults.arm({ kind, times: null })
      const error = await client.query('SELECT Id FROM Account').catch((thrown: unknown) => thrown)
      org.faults.disarm()
      expect(isSalesforceError(error), kind).toBe(true)
      const text = everythingOf(error)
      for (const secret of [
        accessToken,
        refreshToken!,
        grants.grant.accessToken,
        asOurs(ROTATING).clientSecret!,
      ])
        expect(text).not.toContain(secret)
    }
  })
})

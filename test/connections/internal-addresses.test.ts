import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkDomain } from '../../server/salesforce/index.ts'
import { salesforceOrigin } from '../../server/salesforce/hosts.ts'
import { listedEndpoints } from '../support/app.ts'
import { startConsole, type TestConsole } from './console.ts'
import { APP, startOrg } from './orgs.ts'

/** Every way to write 127.0.0.1, the cloud's metadata, or a name that only the server's own network knows. */
const TABLE: [kind: string, spellings: string[]][] = [
  [
    'as usual',
    ['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
  ],
  ['in decimal', ['2130706433', '2852039166', '0', '3232235777']],
  ['in octal', ['017700000001', '0177.0.0.1', '0251.0376.0251.0376', '00000177.0.0.01']],
  ['in hexadecimal', ['0x7f000001', '0x7F.0x0.0x0.0x1', '0xa9fea9fe', '0x7f.1']],
  ['in fewer parts', ['127.1', '127.0.1', '10.66051', '169.254.43518']],
  ['in parts of several kinds', ['0x7f.0.0.01', '0251.254.0xa9.254', '127.0x000001']],
  ['as IPv6', ['[::1]', '[0:0:0:0:0:0:0:1]', '[::]', '[fe80::1]', '[fd00:ec2::254]', '[FC00::]']],
  ['as IPv4 within IPv6', ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::a9fe:a9fe]']],
  ['with a dot behind', ['127.0.0.1.', 'localhost.', 'metadata.google.internal.']],
  [
    'behind somebody’s name',
    ['user@127.0.0.1', 'a:b@169.254.169.254', 'acme.my.salesforce.com@127.0.0.1', '@[::1]'],
  ],
  [
    'in other digits',
    [
      '１２７.0.0.1',
      '①②⑦.⓪.⓪.①',
      '𝟏𝟐𝟕.𝟎.𝟎.𝟏',
      '127。0。0。1',
      '127．0．0．1',
      '127%2e0%2e0%2e1',
      '%31%32%37.0.0.1',
    ],
  ],
  [
    'as a name',
    [
      'localhost',
      'LOCALHOST',
      'ⓛocalhost',
      'ｌocalhost',
      'a.localhost',
      'loc\u00adalhost',
      'metadata',
      'db.internal',
      'printer.local',
      'wiki.corp',
      'nas.home.arpa',
    ],
  ],
]

/** Names of the whole world that lead inside, or look like Salesforce. */
const STRANGERS = [
  '127.0.0.1.nip.io',
  'localtest.me',
  'acme.my.salesforce.com.127.0.0.1.nip.io',
  'acme.my.sаlesforce.com', // а is Cyrillic
  'acme.my.xn--slesforce-86g.com',
  'acme.my.salesforce.xn--com-9o0a',
  'acme.my.salesforce.com.xn--p1ai',
  'acme.my.ſalesforce.com.evil.example',
  'acme.my.salesforce.corn',
]

const AROUND: ((host: string) => string)[] = [
  (host) => host,
  (host) => `https://${host}`,
  (host) => `http://${host}`,
  (host) => `HTTPS://${host}:443/`,
  (host) => `http://${host}:8080/latest/meta-data/?a=b#c`,
  (host) => `ftp://${host}`,
  (host) => `  https://${host}/ `,
]

/** Any internal IPv4 address in any spelling that readers of addresses take for it. */
const internal = fc
  .tuple(
    fc.constantFrom([127], [10], [0], [169, 254], [192, 168], [172, 16], [100, 64]),
    fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
  )
  .map(([first, rest]) => [...first, ...rest].slice(0, 4))
const number = (value: number) =>
  fc.constantFrom(
    String(value),
    `0${value.toString(8)}`,
    `0x${value.toString(16)}`,
    `0X${value.toString(16).toUpperCase()}`,
    `0x000${value.toString(16)}`,
  )
const ipv4 = fc.tuple(internal, fc.integer({ min: 1, max: 4 })).chain(([bytes, parts]) => {
  const last = bytes.slice(parts - 1).reduce((sum, byte) => sum * 256 + byte, 0)
  return fc.tuple(...[...bytes.slice(0, parts - 1), last].map(number)).map((written) => written.join('.'))
})
const ipv6 = fc
  .tuple(internal, fc.constantFrom('::ffff:', '::', '64:ff9b::', '0:0:0:0:0:ffff:'))
  .map(([bytes, before]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes
    return `[${before}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}]`
  })
const WIDE = '０１２３４５６７８９'
const disguised = fc
  .tuple(
    fc.oneof(ipv4, ipv6),
    fc.constantFrom(...AROUND),
    fc.constantFrom('', '.'),
    fc.constantFrom('', 'u@', 'u:p@', 'acme.my.salesforce.com@'),
    fc.boolean(),
  )
  .map(([host, around, dot, user, wide]) => {
    const digits = wide ? host.replaceAll(/\d/g, (digit) => WIDE.charAt(Number(digit))) : host
    return around(`${user}${digits}${host.startsWith('[') ? '' : dot}`)
  })

let console: TestConsole
beforeAll(async () => {
  console = await startConsole({ allowLocalOrgs: false })
})
afterEach(() => console.forget())
afterAll(() => console.close())

const PATH = '/console/v1/connections'
/** How each field that takes an address is told one; each answers the code of its refusal. */
const FIELDS: Record<string, (address: string) => Promise<string | undefined>> = {
  'createConnection body.domain': async (domain) =>
    (await console.call('POST', PATH, { body: { name: 'Org', orgType: 'production', domain } })).code,
  'editConnection body.domain': async (domain) => {
    const [there] = (await console.call('GET', PATH)).body.connections
    const { id, version } = there ?? (await console.create({ name: 'Edited' }))
    return (await console.call('PATCH', `${PATH}/${id}`, { body: { version, domain } })).code
  },
}
/** Addresses that Salesforce sends along with the browser; nobody goes there. */
const UNUSED = /^complete(?:Authorization|Login) query\.(?:error_uri|sfdc_community_url)$/

test('every field of the API that takes an address is asked here', () => {
  const named = listedEndpoints().flatMap((endpoint) =>
    (['params', 'query', 'body'] as const).flatMap((part) => {
      const schema = endpoint[part]
      const { properties = {} } = schema
        ? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
        : {}
      return Object.keys(properties)
        .filter((field) =>
          /ur[il]|domain|host|address|origin|endpoint|webhook|callback|link(?!ed)/i.test(field),
        )
        .map((field) => `${endpoint.name} ${part}.${field}`)
    }),
  )
  expect(named.filter((field) => !UNUSED.test(field)).sort()).toEqual(Object.keys(FIELDS).sort())
})

describe.each(Object.entries(FIELDS))('%s', (_name, tell) => {
  test.each(TABLE)('refuses an address inside, written %s', async (_kind, spellings) => {
    for (const spelling of spellings)
      for (const around of AROUND.slice(0, 5))
        expect([around(spelling), await tell(around(spelling))]).toEqual([
          around(spelling),
          'INTERNAL_ADDRESS',
        ])
    for (const { domain } of (await console.call('GET', PATH)).body.connections) expect(domain).toBeNull()
  })

  test('refuses names that lead inside, or look like Salesforce', async () => {
    for (const name of STRANGERS)
      expect([name, await tell(`https://${name}`)]).toEqual([name, 'NOT_SALESFORCE'])
  })

  test('refuses what is no address of the web', async () => {
    for (const address of [
      'file:///etc/passwd',
      'gopher://127.0.0.1:70',
      'data:text/plain,x',
      'jar:http://127.0.0.1!/',
      '//127.0.0.1',
      'http:127.0.0.1',
      'https://',
      '\\\\127.0.0.1\\c$',
    ])
      expect([address, await tell(address)]).toEqual([
        address,
        expect.stringMatching(/^(NOT_SALESFORCE|INTERNAL_ADDRESS)$/),
      ])
  })

  test('refuses any internal address in any disguise', async () => {
    await fc.assert(
      fc.asyncProperty(disguised, async (address) => {
        expect(await tell(address)).toMatch(/^(NOT_SALESFORCE|INTERNAL_ADDRESS)$/)
      }),
      { numRuns: 60 },
    )
  })
})

test('no disguise of an internal address is a domain, or the address of a token answer, wherever the server runs', () => {
  const AS_IT_IS = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?\/?$/
  fc.assert(
    fc.property(disguised, (address) => {
      expect(checkDomain(address, { allowLocal: false })).toHaveProperty('refusal')
      expect(salesforceOrigin(address, { allowLocal: false })).toBeUndefined()
      if (AS_IT_IS.test(address.trim())) return
      expect(checkDomain(address, { allowLocal: true })).toHaveProperty('refusal')
      expect(salesforceOrigin(address, { allowLocal: true })).toBeUndefined()
    }),
    { numRuns: 10_000 },
  )
  for (const [, spellings] of TABLE)
    for (const address of spellings.flatMap((spelling) => AROUND.map((around) => around(spelling))))
      expect([address, salesforceOrigin(address, { allowLocal: false })]).toEqual([address, undefined])
})

test('a login that answers with an address inside is refused, and nothing of it is kept', async () => {
  const local = await startConsole({ salesforceApp: APP })
  const its = await startOrg(local, { accounts: 5 })
  const { id } = await local.create({ name: 'Org', domain: its.url })
  const spellings = TABLE.flatMap(([, all]) => all.slice(0, 1))
  for (const url of [...spellings, ...STRANGERS.slice(0, 3)].map((host) => `https://${host}`)) {
    its.faults.arm({ kind: 'instance-url', url })
    expect([url, await local.authorize(id, its.admin)]).toEqual([url, 'HOST_REFUSED'])
  }
  expect(await local.db.query('select from control.connection_grant')).toEqual([])
  await its.close()
  await local.close()
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { salesforceOrigin } from '../../server/salesforce/hosts.ts'
import { checkDomain, loginUrlOf, orgTypeOfDomain } from '../../server/salesforce/index.ts'

const strict = { allowLocal: false }
const local = { allowLocal: true }
const ACME = 'https://acme.my.salesforce.com'

describe('a custom domain', () => {
  test.each([
    [ACME, ACME],
    ['acme.my.salesforce.com', ACME],
    ['  https://acme.my.salesforce.com/ \n', ACME],
    ['https://ACME.My.Salesforce.com', ACME],
    ['a.my.salesforce.com', 'https://a.my.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['https://acme--uat.my.salesforce.com', 'https://acme--uat.my.salesforce.com'],
    ['https://acme--uat.cs17.my.salesforce.com', 'https://acme--uat.cs17.my.salesforce.com'],
    ['https://acme-dev-ed.develop.my.salesforce.com', 'https://acme-dev-ed.develop.my.salesforce.com'],
  ])('%j is %s', (text, domain) => {
    expect([checkDomain(text, strict), checkDomain(text, local)]).toEqual([{ domain }, { domain }])
  })

  test.each([
    ['https://acme.lightning.force.com', ACME],
    ['https://acme.lightning.force.com/lightning/page/home', ACME],
    ['acme.lightning.force.com', ACME],
    ['http://ACME.lightning.force.com:443/?a=b', ACME],
    ['https://acme--uat.sandbox.lightning.force.com/', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['https://acme-dev-ed.develop.lightning.force.com', 'https://acme-dev-ed.develop.my.salesforce.com'],
    ['https://acme.my.salesforce-setup.com/lightning/setup/SetupOneHome/home', ACME],
  ])('%s is a Lightning address, and the classic one is named', (text, use) => {
    expect(checkDomain(text, strict)).toEqual({ refusal: 'LIGHTNING_URL', use })
  })

  test.each([
    'https://acme.my.salesforce.com:443',
    'https://acme.my.salesforce.com:8443',
    'https://user@acme.my.salesforce.com',
    'https://user:secret@acme.my.salesforce.com',
    'https://acme.my.salesforce.com/setup',
    'https://acme.my.salesforce.com//',
    'https://acme.my.salesforce.com/?x',
    'https://acme.my.salesforce.com#x',
    'https://acme.my.salesforce.com.',
    'https://acme.my.salesforce.com\\',
    'https:/\\acme.my.salesforce.com'.replace('\\', '/\\'),
    'https://ａcme.my.salesforce.com',
    'https://acme.my.salesforce。com',
  ])('%j is a My Domain with something about it that does not belong there', (text) => {
    expect(checkDomain(text, strict)).toEqual({ refusal: 'ONLY_THE_HOST', use: ACME })
  })

  test.each([
    'http://acme.my.salesforce.com',
    'HTTP://ACME.my.salesforce.com/',
    'http://acme.my.salesforce.com:80/setup',
    'ftp://acme.my.salesforce.com',
  ])('%j is a My Domain without https, and that is what is said of it', (text) => {
    expect(checkDomain(text, strict)).toEqual({ refusal: 'ONLY_HTTPS', use: ACME })
  })

  test.each([
    ['production', ACME],
    ['production', 'https://a-b-c.my.salesforce.com'],
    ['production', 'https://acme-dev-ed.develop.my.salesforce.com'],
    ['sandbox', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['sandbox', 'https://acme--uat.my.salesforce.com'],
    ['sandbox', 'https://acme--uat.cs17.my.salesforce.com'],
    ['sandbox', 'https://page-ruby-1234-dev-ed.scratch.my.salesforce.com'],
    [undefined, 'https://acme.demo.my.salesforce.com'],
    [undefined, 'http://127.0.0.1:5050'],
  ])('is of an org of type %s: %s', (orgType, domain) => {
    expect(orgTypeOfDomain(domain)).toBe(orgType)
  })

  test.each([
    '127.0.0.1',
    'https://127.0.0.1',
    'http://127.0.0.1:5050',
    'https://2130706433',
    'https://0x7f000001',
    'https://0x7f.1',
    'https://0177.0.0.1',
    'https://017700000001',
    'https://127.1',
    'https://0',
    'https://0.0.0.0',
    'https://169.254.169.254/latest/meta-data',
    'https://0xa9fea9fe',
    'https://[::1]',
    'https://[::ffff:169.254.169.254]',
    'https://[fe80::1]',
    'https://[::]',
    'https://１２７.0.0.1',
    'https://10.0.0.1',
    'https://8.8.8.8',
    'https://localhost',
    'https://localhost.',
    'https://LOCALHOST:8080',
    'https://a.localhost',
    'https://metadata',
    'https://metadata.google.internal',
    'https://printer.local',
    'https://salesforce',
    'https://user@127.0.0.1',
    'https://acme.my.salesforce.com@127.0.0.1',
    'https://acme.my.salesforce.com@[::1]/',
  ])('%s is an address inside a network', (text) => {
    expect(checkDomain(text, strict)).toEqual({ refusal: 'INTERNAL_ADDRESS' })
  })

  test.each([
    '',
    ' ',
    'https://',
    'https://my.salesforce.com',
    'https://.my.salesforce.com',
    'https://-acme.my.salesforce.com',
    'https://acme-.my.salesforce.com',
    'https://a.b.c.my.salesforce.com',
    `https://${'a'.repeat(64)}.my.salesforce.com`,
    'https://acme..my.salesforce.com',
    'https://acme.my.salesforce.com.evil.com',
    'https://my.salesforce.com.evil.com',
    'https://acme.my.salesforce.com@evil.com',
    'https://evil.com/acme.my.salesforce.com',
    'https://evil.com#acme.my.salesforce.com',
    'https://evil.com\\.acme.my.salesforce.com',
    'https://evil.com?.my.salesforce.com',
    'https://acme.my-salesforce.com',
    'https://acme.mysalesforce.com',
    'https://acmemy.salesforce.com',
    'https://acme.my.salesf0rce.com',
    'https://acme.my.sаlesforce.com', // Cyrillic а
    'https://acme.my.salesforce.com\u0000.evil.com',
    'https://acme.my.salesforce.com%2eevil.com',
    'https://acme.my.salesforce.com%00',
    'https://login.salesforce.com',
    'https://test.salesforce.com',
    'https://na139.salesforce.com',
    'https://acme.my.site.com',
    'https://acme.force.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://acme.my.sales\tforce.com',
    'https://evil.com\nacme.my.salesforce.com',
  ])('%j is not the address of an org', (text) => {
    expect(checkDomain(text, strict)).toEqual({ refusal: 'NOT_SALESFORCE' })
  })

  test.each(['http://127.0.0.1:5050', 'http://localhost:5050', 'http://[::1]:5050', 'http://127.0.0.1'])(
    '%s is taken in the demo and in tests, and nowhere else',
    (text) => {
      expect(checkDomain(text, local)).toEqual({ domain: text })
      expect(checkDomain(`${text}/`, local)).toEqual({ domain: text })
      expect(checkDomain(text, strict)).toEqual({ refusal: 'INTERNAL_ADDRESS' })
    },
  )

  test.each([
    'http://127.0.0.1:99999',
    'http://127.0.0.2:5050',
    'http://0177.0.0.1:5050',
    'http://2130706433',
    'https://127.0.0.1:5050',
    'http://user@localhost:5050',
    'http://localhost:5050/path',
    'http://localhost.evil.com',
    'http://localhost:5050@evil.com',
    'http://169.254.169.254',
  ])('%s is not even taken there', (text) => {
    expect(checkDomain(text, local)).toHaveProperty('refusal')
  })
})

describe('whatever is typed', () => {
  const piece = fc.constantFrom(
    ...[
      'https://',
      'http://',
      'acme',
      '.my.',
      'my',
      '.',
      'salesforce',
      '.com',
      'salesforce.com',
      '@',
      ':',
      '/',
      '#',
    ],
    ...[
      '\\',
      '?',
      '%2e',
      '%00',
      '127.0.0.1',
      '0x7f',
      '[::1]',
      'localhost',
      '--uat',
      '.sandbox',
      'evil.com',
      '\t',
    ],
    ...[
      '。',
      'ａ',
      'ſ',
      'K',
      'а',
      '\u200b',
      '\u00ad',
      '..',
      'lightning.force.com',
      ':443',
      'user:pw@',
      '-',
      'xn--',
    ],
  )
  const typed = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string(),
    fc.webUrl(),
  )
  const HOST = /^https:\/\/([a-z0-9-]+\.){1,2}my\.salesforce\.com$/

  test('a domain that is taken is a plain My Domain, for every reader of addresses, and so is one that is proposed', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const checked = checkDomain(text, strict)
        const named = 'domain' in checked ? checked.domain : checked.use
        if (named === undefined) return
        expect(named).toMatch(HOST)
        expect(new URL(named).origin).toBe(named)
        expect(checkDomain(named, strict)).toEqual({ domain: named })
      }),
      { numRuns: 5_000 },
    )
  })

  test('an address that is believed of a token answer is at salesforce.com, over TLS, and nothing else', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const origin = salesforceOrigin(text, strict)
        if (origin === undefined) return
        expect(origin).toMatch(/^https:\/\/([a-z0-9-]+\.)+salesforce\.com$/)
        const url = new URL(text)
        expect([url.origin, url.username, url.port, url.pathname]).toEqual([origin, '', '', '/'])
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('the address of a token answer', () => {
  test.each([
    ACME,
    'https://acme--uat.sandbox.my.salesforce.com',
    'https://na139.salesforce.com',
    'https://cs12.salesforce.com/',
    'https://login.salesforce.com',
  ])('%s is Salesforce’s', (text) => {
    expect(salesforceOrigin(text, strict)).toBe(text.replace(/\/$/, ''))
  })

  test.each([
    'https://salesforce.com',
    'http://acme.my.salesforce.com',
    'https://acme.my.salesforce.com:443',
    'https://acme.my.salesforce.com:8443',
    'https://a@acme.my.salesforce.com',
    'https://acme.my.salesforce.com/x',
    'https://acme.my.salesforce.com.',
    'https://acme.my.salesforce.com.evil.com',
    'https://evilsalesforce.com',
    'https://evil.com/.salesforce.com',
    'https://169.254.169.254',
    'https://[::1]',
    'http://127.0.0.1:5050',
    'http://localhost:80',
    ' https://acme.my.salesforce.com',
    'https://acme.my.salesforce.com\n',
    '//acme.my.salesforce.com',
    '',
  ])('%j is not', (text) => {
    expect(salesforceOrigin(text, strict)).toBeUndefined()
  })
})

test('without a domain, production and sandbox log in where Salesforce lets everybody in', () => {
  expect(loginUrlOf({ orgType: 'production' })).toBe('https://login.salesforce.com')
  expect(loginUrlOf({ orgType: 'sandbox' })).toBe('https://test.salesforce.com')
  expect(loginUrlOf({ orgType: 'sandbox', domain: ACME })).toBe(ACME)
})

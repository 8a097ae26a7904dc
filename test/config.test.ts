import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../server/config.ts'

const GOOD = { WIDGET_AUDIENCE: 'https://team-view.example.com' }
const key = (text: string) => createHash('sha256').update(text).digest()
const SECRET_KEYS = `new:${key('new').toString('base64')},old:${key('old').toString('base64url')}`

const problemsOf = (env: NodeJS.ProcessEnv): string[] => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('with nothing but the audience, the server listens on this machine only and keeps its data beside it', () => {
  expect(readConfig(GOOD)).toEqual({
    host: '127.0.0.1',
    port: 8080,
    dataDir: './data',
    widgetAudience: GOOD.WIDGET_AUDIENCE,
    logLevel: 'info',
    trustProxy: 0,
    requestsPerMinute: 600,
  })
})

test('everything can be chosen, and the environment’s other variables are none of our business', () => {
  const env = {
    ...GOOD,
    HOST: '::1',
    PORT: '0',
    DATABASE_URL: 'postgresql://team:secret@db.example.com:5433/view?sslmode=require',
    DATA_DIR: '/var/lib/team-view',
    LOG_LEVEL: 'debug',
    TRUST_PROXY: '2',
    REQUESTS_PER_MINUTE: '60000',
    SECRET_KEYS,
    PATH: '/usr/bin',
  }
  expect(readConfig(env)).toEqual({
    host: '::1',
    port: 0,
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    widgetAudience: GOOD.WIDGET_AUDIENCE,
    logLevel: 'debug',
    trustProxy: 2,
    requestsPerMinute: 60_000,
    secretKeys: {
      current: 'new',
      keys: new Map([
        ['new', key('new')],
        ['old', key('old')],
      ]),
    },
  })
})

test('the audience has no default', () => {
  expect(problemsOf({})).toEqual([
    expect.stringMatching(/^WIDGET_AUDIENCE is missing: set it to the address/),
  ])
})

describe('a value that cannot be is refused', () => {
  test.each([
    ['WIDGET_AUDIENCE', ''],
    ['WIDGET_AUDIENCE', '   '],
    ['WIDGET_AUDIENCE', '\t\n'],
    ['WIDGET_AUDIENCE', 'team-view'],
    ['WIDGET_AUDIENCE', 'team-view.example.com'],
    ['WIDGET_AUDIENCE', 'https://'],
    ['WIDGET_AUDIENCE', 'file:///etc/passwd'],
    ['WIDGET_AUDIENCE', 'javascript:alert(1)'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', '8080 '],
    ['PORT', '0x50'],
    ['PORT', 'http'],
    ['PORT', ''],
    ['HOST', ''],
    ['HOST', '  '],
    ['DATABASE_URL', ''],
    ['DATABASE_URL', 'mysql://root@localhost/db'],
    ['DATABASE_URL', 'localhost:5432'],
    ['DATA_DIR', ''],
    ['DATA_DIR', ' '],
    ['LOG_LEVEL', 'verbose'],
    ['LOG_LEVEL', 'INFO'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '11'],
    ['REQUESTS_PER_MINUTE', '0'],
    ['REQUESTS_PER_MINUTE', '1e3'],
    ['REQUESTS_PER_MINUTE', '100000001'],
  ])('%s=%j', (name, value) => {
    expect(problemsOf({ ...GOOD, SECRET_KEYS, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must`)),
    ])
  })
})

test('every problem is told at once, one line each, without the values', () => {
  const bad = {
    WIDGET_AUDIENCE: ' ',
    PORT: 'eighty',
    DATABASE_URL: 'mysql://admin:hunter2@db/x',
    LOG_LEVEL: 'loud',
    TRUST_PROXY: 'yes',
    REQUESTS_PER_MINUTE: '-5',
    DATA_DIR: '',
    HOST: '',
    SECRET_KEYS: 'hunter3',
  }
  const problems = problemsOf(bad)
  expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual(Object.keys(bad).sort())
  const { message } = new ConfigError(problems)
  expect(message.split('\n')).toEqual([
    'The configuration has 9 problems:',
    ...problems.map((problem) => `  - ${problem}`),
  ])
  expect(message).not.toMatch(/hunter|eighty|loud/)
})

describe('the keys that seal secrets', () => {
  const shared = { ...GOOD, DATABASE_URL: 'postgres://db.example.com/view' }

  test('may be left out by a server with a database of its own, and by no other', () => {
    expect(problemsOf(GOOD)).toEqual([])
    expect(problemsOf(shared)).toEqual([expect.stringMatching(/^SECRET_KEYS is missing: .*openssl/)])
    expect(problemsOf({ ...shared, SECRET_KEYS })).toEqual([])
  })

  test.each([
    ['', 'the key is not written as id:base64'],
    [key('x').toString('base64'), 'the key is not written as id:base64'],
    [`a:b:${key('x').toString('base64')}`, 'the key is not written as id:base64'],
    [`:${key('x').toString('base64')}`, 'the key needs an id'],
    [`a b:${key('x').toString('base64')}`, 'the key needs an id'],
    ['a:not-base64!', 'the key is not base64'],
    ['a:c2hvcnQ=', 'the key has 5 bytes instead of 32'],
    ['a:', 'the key has 0 bytes instead of 32'],
    [`a:${key('x').toString('hex')}`, 'the key has 48 bytes instead of 32'],
    [`a:${Buffer.alloc(32).toString('base64')}`, 'the key is not random'],
    [`${SECRET_KEYS},`, 'key 3 of 3 is not written as id:base64'],
    [`${SECRET_KEYS},old:${key('x').toString('base64')}`, 'key 3 of 3 has the id of an earlier key, old'],
    [`${SECRET_KEYS},x:${key('old').toString('base64')}`, 'key 3 of 3 repeats an earlier key'],
  ])('%s is refused', (text, why) => {
    expect(problemsOf({ ...GOOD, SECRET_KEYS: text })).toEqual([
      expect.stringContaining(`SECRET_KEYS cannot be used: ${why}`),
    ])
  })

  test('every bad one is told at once, and none of them shows', () => {
    const canary = 'Y2FuYXJ5Y2FuYXJ5'
    const problems = problemsOf({ ...GOOD, SECRET_KEYS: `${canary},a:${canary},b c:${canary},d:${canary}!` })
    expect(problems).toHaveLength(4)
    expect(problems.join()).not.toContain(canary)
  })
})

describe('what Salesforce needs to know of this server', () => {
  const APP = {
    PUBLIC_URL: 'https://team-view.example.com/',
    SALESFORCE_CLIENT_ID: '3MVG9.key',
    SALESFORCE_CLIENT_SECRET: 'ABC123',
  }

  test('is its address, and the app that connections without one of their own use', () => {
    expect(readConfig({ ...GOOD, ...APP })).toMatchObject({
      publicUrl: 'https://team-view.example.com',
      salesforceApp: { clientId: '3MVG9.key', clientSecret: 'ABC123' },
    })
    const { SALESFORCE_CLIENT_SECRET: _, ...withoutSecret } = APP
    expect(readConfig({ ...GOOD, ...withoutSecret }).salesforceApp).toEqual({ clientId: '3MVG9.key' })
    expect(readConfig({ ...GOOD, PUBLIC_URL: 'http://127.0.0.1:8080' }).publicUrl).toBe(
      'http://127.0.0.1:8080',
    )
  })

  test('never comes with leave to connect a local org', () => {
    const asked = { ALLOW_LOCAL_ORGS: 'true', allowLocalOrgs: 'true', ALLOW_LOCAL: '1' }
    expect(readConfig({ ...GOOD, ...APP, ...asked })).not.toHaveProperty('allowLocalOrgs')
  })

  test.each([
    ['PUBLIC_URL', ''],
    ['PUBLIC_URL', 'team-view.example.com'],
    ['PUBLIC_URL', 'http://team-view.example.com'],
    ['PUBLIC_URL', 'https://team-view.example.com/console'],
    ['PUBLIC_URL', 'https://admin:secret@team-view.example.com'],
    ['PUBLIC_URL', 'https://team-view.example.com?x=1'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['SALESFORCE_CLIENT_ID', ''],
    ['SALESFORCE_CLIENT_ID', 'a key'],
    ['SALESFORCE_CLIENT_SECRET', ''],
    ['SALESFORCE_CLIENT_SECRET', 'two\nlines'],
  ])('and is refused as %s=%j', (name, value) => {
    expect(problemsOf({ ...GOOD, ...APP, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must`)),
    ])
  })

  test('is told whole: what is missing is named, beside everything else that is wrong', () => {
    const { PUBLIC_URL: _url, SALESFORCE_CLIENT_ID: _id, ...secretAlone } = APP
    expect(problemsOf({ ...GOOD, ...secretAlone })).toEqual([
      'SALESFORCE_CLIENT_ID is missing: SALESFORCE_CLIENT_SECRET needs it, it is the consumer key the secret belongs to',
    ])
    expect(problemsOf({ ...GOOD, SALESFORCE_CLIENT_ID: 'key', PORT: 'x' })).toEqual([
      expect.stringMatching(/^PORT must/),
      'PUBLIC_URL is missing: SALESFORCE_CLIENT_ID needs it, Salesforce sends the browser back there',
    ])
  })
})

import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultApp, loadApps, PLATFORM_CLI, type App } from '../../../local-org/identity/index.ts'
import { connect, PLAIN, startOrg } from './support.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apps-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(content: unknown): Promise<string> {
  const file = join(folder, 'apps.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const problemsIn = async (content: unknown): Promise<string[]> => {
  const problem = await loadApps(await write(content)).then(
    () => new Error('it was taken'),
    (thrown: unknown) => thrown as Error,
  )
  return problem.message.split('\n').slice(1)
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
  type: 'spki',
  format: 'pem',
})
const COMPLETE: App = {
  ...PLAIN,
  redirectUris: ['https://a.example/cb', 'http://localhost:1/cb', 'http://[::1]/cb', 'my-app://cb'],
  requirePkce: true,
  requireSecret: false,
  rotateRefreshTokens: true,
  refreshTokenIdleMs: 1,
  sessionTimeoutMs: 1,
  clientCredentialsUser: 'robot@meridane.example',
  jwtPublicKey: rsa.toString(),
  preauthorized: true,
}

describe('a file of apps', () => {
  test('gives them as they are written', async () => {
    expect(await loadApps(await write([COMPLETE, { ...PLAIN, clientId: 'second' }]))).toEqual([
      COMPLETE,
      { ...PLAIN, clientId: 'second' },
    ])
    expect(await loadApps(await write([]))).toEqual([])
  })

  test('registers apps that can log in', async () => {
    const [app] = await loadApps(await write([{ ...PLAIN, clientId: 'from.a.file' }]))
    const org = await startOrg({ apps: [app!] })
    expect((await connect(org, app!)).status).toBe(200)
    await org.close()
  })

  test('tells all that is wrong at once, and what to do', async () => {
    expect(
      await problemsIn([
        { name: '', redirectUris: [], scopes: ['api', 'everything'], requirePkce: 'yes', colour: 'blue' },
        { ...PLAIN, redirectUris: ['http://example.com/cb'], refreshTokenIdleMs: -1, jwtPublicKey: 'x' },
        'an app',
        { ...PLAIN, name: 'Twin' },
        { ...PLATFORM_CLI },
      ]),
    ).toEqual([
      '  app 1, clientId: give the consumer key: 3 to 256 letters, digits, dots, hyphens or underscores.',
      '  app 1, name: give the name users see on the Allow page, as text.',
      '  app 1, redirectUris: give the callback URLs, at least one, as a list.',
      '  app 1, scopes: "everything" is no scope. Known are id, profile, email, address, phone, api, chatter_api, web, visualforce, lightning, content, openid, custom_permissions, full, refresh_token, offline_access.',
      '  app 1, requirePkce: write true or false.',
      '  app 1, colour: is no setting. Known are name, clientId, clientSecret, redirectUris, scopes, requirePkce, requireSecret, rotateRefreshTokens, preauthorized, refreshTokenIdleMs, sessionTimeoutMs, clientCredentialsUser, jwtPublicKey.',
      '  app 2 (Plain & <Simple>), redirectUris: "http://example.com/cb" must use https: only this machine may be called with http.',
      '  app 2 (Plain & <Simple>), refreshTokenIdleMs: give a whole number of milliseconds above 0.',
      '  app 2 (Plain & <Simple>), jwtPublicKey: give a certificate or public key as PEM, beginning with -----BEGIN.',
      '  app 3, write an object with the app’s settings.',
      '  app 4 (Twin), clientId: "plain.app" is another app\'s. Choose one of its own.',
      '  app 5 (Salesforce CLI), clientId: "PlatformCLI" is another app\'s. Choose one of its own.',
    ])
  })

  test.each([
    ['a relative address', ['/cb'], 'is no address'],
    ['a fragment', ['https://a.example/#x'], 'has a fragment'],
    ['an empty fragment', ['https://a.example/#'], 'has a fragment'],
    ['a script', ['javascript:alert(1)'], 'cannot be called back'],
    ['a number', [5], 'must be text'],
    ['a lone text', 'https://a.example/', 'as a list'],
  ])('takes no callback that is %s', async (_, redirectUris, words) => {
    expect((await problemsIn([{ ...PLAIN, redirectUris }])).join()).toContain(words)
  })

  test('takes no settings that contradict each other', async () => {
    const { clientSecret: _, ...open } = PLAIN
    const contradictory = { ...open, requireSecret: true, clientCredentialsUser: 'x', preauthorized: true }
    const problems = await problemsIn([contradictory])
    expect(problems.map((line) => /, (\w+):/.exec(line)?.[1])).toEqual([
      'requireSecret',
      'clientCredentialsUser',
      'preauthorized',
    ])
  })

  test('takes only RSA keys, for the flow signs with them', async () => {
    const jwtPublicKey = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })
    expect((await problemsIn([{ ...PLAIN, jwtPublicKey }])).join()).toContain('give an RSA key')
  })

  test('is named when it is missing, no JSON or no list', async () => {
    await expect(loadApps(join(folder, 'missing.json'))).rejects.toThrow(/missing\.json cannot be read/)
    await expect(loadApps(await write('{'))).rejects.toThrow(/apps\.json is not JSON/)
    await expect(loadApps(await write({ apps: [] }))).rejects.toThrow(/must hold a list/)
  })
})

describe('the default app', () => {
  test('is the same for a seed, and another for another', () => {
    expect(defaultApp(1)).toEqual(defaultApp(1))
    expect(defaultApp(1).clientId).not.toBe(defaultApp(2).clientId)
    expect(defaultApp(1).clientSecret).not.toBe(defaultApp(2).clientSecret)
  })

  test('looks like Salesforce’s, and is called back where it is told', () => {
    const app = defaultApp(1, ['http://127.0.0.1:9/cb'])
    expect(app.clientId).toMatch(/^3MVG9[\w.]{80}$/)
    expect(app.clientSecret).toMatch(/^[0-9A-F]{64}$/)
    expect(app.redirectUris).toEqual(['http://127.0.0.1:9/cb'])
  })
})

test('an app that is not well formed, or a second time, is not registered', async () => {
  const org = await startOrg({ apps: [PLAIN] })
  expect(() => org.identity.registerApp(PLAIN)).toThrow('"plain.app" is another app\'s')
  expect(() => org.identity.registerApp({ ...PLAIN, clientId: 'new.app', redirectUris: ['x'] })).toThrow(
    'is no address',
  )
  expect(org.identity.apps().map(({ clientId }) => clientId)).toEqual(['PlatformCLI', 'plain.app'])
  await org.close()
})

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readCommandLine, type Settings } from '../../local-org/command-line.ts'
import { FAULT_KINDS } from '../../local-org/faults/kinds.ts'
import { ACTIONS } from '../../local-org/control/stage.ts'
import { orgCommand, runOrg, type OrgProcess } from '../support/org-process.ts'
import { welcome } from '../../local-org/ready.ts'
import { startLocalOrg } from '../support/local-org.ts'
import { PACKAGE } from '../support/package.ts'
import { until } from '../support/until.ts'
import { connect } from './events/client.ts'

const running: OrgProcess[] = []
const folders: string[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((org) => org.stop('SIGKILL')))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
async function start(...args: string[]): Promise<OrgProcess> {
  const org = await runOrg(args)
  running.push(org)
  return org
}

const subscriptionOf = (org: OrgProcess) =>
  connect(org.pubsub, org.certificate).subscribe(
    { topicName: '/data/AccountChangeEvent', replayPreset: 'EARLIEST', numRequested: 1 },
    { accesstoken: org.users[0]!.accessToken, instanceurl: org.url, tenantid: org.orgId },
  )

async function sent(org: OrgProcess, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${org.url}/services/data/v65.0${path}`, {
    headers: { authorization: `Bearer ${org.users[0]!.accessToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })
  return (await answer.json()) as Record<string, unknown>
}

describe('the line of JSON', () => {
  test('is one, and everything in it can be used', async () => {
    const org = await start()
    expect(org.written()).toEqual({ out: expect.stringMatching(/^[^\n]+\n$/), err: '' })
    const ready = JSON.parse(org.written().out) as Record<string, unknown>
    expect(ready).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pubsub: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      orgId: expect.stringMatching(/^00D\w{15}$/),
      app: {
        clientId: expect.stringMatching(/^3MVG9/),
        clientSecret: expect.stringMatching(/^[0-9A-F]{64}$/),
        redirectUri: 'http://127.0.0.1:8080/console/oauth/callback',
      },
    })
    expect((await sent(org, '/query?q=SELECT+COUNT()+FROM+Account')).totalSize).toBe(200)
    for (const { username, password, accessToken } of org.users) {
      const form = { client_id: org.app.clientId, client_secret: org.app.clientSecret, username, password }
      const body = new URLSearchParams({ grant_type: 'password', ...form })
      const login = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body })
      expect(await login.json(), username).toHaveProperty('access_token')
      expect(accessToken).toContain(org.orgId.slice(0, 15))
    }
    const stream = subscriptionOf(org)
    expect(await sent(org, '/sobjects/Account', { Name: 'New' })).toMatchObject({ success: true })
    await until(() => stream.raw().length === 1)
    stream.stream.cancel()
  })

  test('is the same for a seed but for what must not be, and another for another seed', async () => {
    const [one, again, other] = await Promise.all([
      start('--seed', '5', '--accounts', '30'),
      start('--seed', '5', '--accounts', '30'),
      start('--seed', '6', '--accounts', '30'),
    ])
    const lasting = ({ orgId, users, app }: OrgProcess) => ({
      ...{ orgId, app },
      users: users.map(({ accessToken: _, ...rest }) => rest),
    })
    const accounts = async (org: OrgProcess) =>
      (await sent(org, '/query?q=SELECT+FIELDS(ALL)+FROM+Account+LIMIT+200')).records
    expect(lasting(again)).toEqual(lasting(one))
    expect(await accounts(again)).toEqual(await accounts(one))
    expect(other.orgId).not.toBe(one.orgId)
    expect(other.app.clientSecret).not.toBe(one.app.clientSecret)
    expect(other.users.map(({ password }) => password)).not.toEqual(one.users.map(({ password }) => password))
    expect(await accounts(other)).not.toEqual(await accounts(one))
  })
})

test('--backend decides where the app sends browsers back to, after an authorization and after a login', async () => {
  const backend = 'http://127.0.0.1:8180'
  const { app, url } = await start('--accounts', '5', '--seed', '2', '--backend', `${backend}/`)
  const { clientId, redirectUri } = app
  expect(redirectUri).toBe(`${backend}/console/oauth/callback`)
  const asked = async (callback: string) => {
    const query = { response_type: 'code', client_id: clientId, code_challenge: 'a'.repeat(43) }
    const search = new URLSearchParams({ ...query, redirect_uri: callback }).toString()
    return (await fetch(`${url}/services/oauth2/authorize?${search}`, { redirect: 'manual' })).status
  }
  for (const path of ['/console/oauth/callback', '/console/login/callback'])
    for (const origin of [backend, 'http://localhost:8180'])
      expect(await asked(origin + path)).toBeLessThan(400)
  expect(await asked('http://127.0.0.1:8080/console/oauth/callback')).toBe(400)
})

test('a package is there when it is named, set up for its backend', async () => {
  const settings = '/query?q=SELECT+Audience__c+FROM+Team_View_Settings__c'
  const org = await start('--accounts', '5', '--package', PACKAGE, '--audience', 'https://tv.example.com')
  expect(await sent(org, settings)).toMatchObject({ records: [{ Audience__c: 'https://tv.example.com' }] })
  const without = await start('--accounts', '5', '--seed', '2')
  expect(await sent(without, settings)).toMatchObject([{ errorCode: 'INVALID_TYPE' }])
  const { code, err } = orgCommand('--package', import.meta.dirname)
  expect([code, err]).toEqual([
    1,
    `${import.meta.dirname} holds no objects. Name the source folder of a package, such as force-app.\n`,
  ])
})

test.runIf(existsSync('/proc'))('a million accounts take hardly more memory than two hundred', async () => {
  const peakOf = ({ child }: OrgProcess) =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid!}/status`, 'utf8'))?.[1])
  const [few, many] = [await start('--accounts', '200'), await start('--accounts', '1000000')]
  expect((await sent(many, '/query?q=SELECT+COUNT()+FROM+Account')).totalSize).toBe(1_000_000)
  expect(peakOf(many) - peakOf(few)).toBeLessThan(60_000)
})

test('a person is told all that is needed to log in, aligned and within a hundred columns', async () => {
  const org = await startLocalOrg({ seed: 3 })
  const text = welcome(org, org)
  await org.close()
  const lines = text.split('\n').filter((line) => !line.startsWith("  echo '00D"))
  expect(lines.filter((line) => line.length > 100)).toEqual([])
  expect(text).not.toMatch(/[^\S\n]$/m)
  for (const needed of [org.url, org.pubsub, org.orgId, `${org.url}/control`]) expect(text).toContain(needed)
  const app = org.identity.apps().find(({ clientSecret }) => clientSecret)!
  for (const needed of [app.clientId, app.clientSecret!, ...app.redirectUris]) expect(text).toContain(needed)
  const users = lines.filter((line) => line.includes('@'))
  expect(new Set(users.map((line) => line.indexOf(line.trim().split(/\s+/)[1]!))).size).toBe(1)
  expect(users.filter((line) => line.endsWith('without the API'))).toHaveLength(1)
  for (const line of users) {
    const [username, password] = line.trim().split(/\s+/)
    expect(org.identity.credentials()).toContainEqual(expect.objectContaining({ username, password }))
  }
})

describe('stopping', () => {
  /** With an event stream, running jobs, and an answer that nobody reads. */
  const busy = async (temp: string) => {
    const org = await runOrg(['--accounts', '200000'], { temp })
    running.push(org)
    const { responses } = subscriptionOf(org)
    expect(responses).toEqual([])
    const job = { operation: 'query', query: 'SELECT Id, Name, BillingCity FROM Account' }
    for (let each = 0; each < 2; each++) expect(await sent(org, '/jobs/query', job)).toHaveProperty('id')
    await until(() => readdirSync(temp).length > 0)
    const headers = { authorization: `Bearer ${org.users[0]!.accessToken}` }
    const unread = get(`${org.url}/services/data/v65.0/query?q=SELECT+Id,+Name+FROM+Account`, { headers })
    unread.on('error', () => {})
    const [answer] = (await once(unread, 'response')) as [IncomingMessage]
    answer.on('error', () => {})
    return org
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends it at once, whatever is under way, and leaves no file',
    async (signal) => {
      const temp = mkdtempSync(join(tmpdir(), 'org-stop-'))
      folders.push(temp)
      const org = await busy(temp)
      const began = performance.now()
      expect(await org.stop(signal)).toBe(0)
      expect(performance.now() - began).toBeLessThan(3000)
      expect(readdirSync(temp)).toEqual([])
      expect(org.written().err).toBe('')
    },
  )

  test.each(['SIGINT', 'SIGTERM'] as const)('is told once to whoever watches: %s', async (signal) => {
    const args = ['local-org/main.ts', '--port', '0', '--accounts', '5']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let err = ''
    child.stderr.setEncoding('utf8').on('data', (more: string) => (err += more))
    const ended = once(child, 'close')
    await once(child.stdout, 'data')
    child.kill(signal)
    expect(await ended).toEqual([0, null])
    expect(err).toBe(signal === 'SIGINT' ? 'Stopping.\n' : '')
  })

  test('in the moment it is ready is no different', async () => {
    const org = await start()
    expect(await org.stop('SIGTERM')).toBe(0)
  })
})

test('the org does not outlive the shell that npm started it with', async () => {
  const shell = spawn('sh', ['-c', `"${process.execPath}" local-org/main.ts --json --port 0; :`], {
    env: { ...process.env, npm_lifecycle_event: 'org' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(shell.stdout.setEncoding('utf8'), 'data')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  expect((await fetch(`${url}/control`)).status).toBe(200)
  shell.kill('SIGKILL')
  const isGone = () =>
    fetch(`${url}/control`).then(
      () => false,
      () => true,
    )
  await until(isGone, { withinMs: 5000 })
})

describe('a port that cannot be had', () => {
  test.each(['--port', '--pubsub-port'])('is named with what to do: %s', async (flag) => {
    const org = await start()
    const port = (flag === '--port' ? org.url : org.pubsub).split(':').at(-1)!
    const { code, out, err } = orgCommand('--port', '0', flag, port)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe(`${flag} ${port} is taken by another program. Choose another, or 0 for any free one.\n`)
  })
})

describe('help', () => {
  const fits = (text: string) => text.split('\n').every((line) => line.length <= 100)

  test('names every option, and where more is said', () => {
    const { code, out } = orgCommand('--help')
    expect(code).toBe(0)
    const options = Object.keys(settings([])).length
    expect(out.match(/^ {2}--/gm)!.length).toBeGreaterThanOrEqual(options)
    expect(out).toContain('--help stages')
    expect(fits(out)).toBe(true)
  })

  test.each([
    ['faults', Object.keys(FAULT_KINDS)],
    ['stages', Object.keys(ACTIONS)],
  ])('on %s tells every one', (topic, names) => {
    const { code, out } = orgCommand('--help', topic)
    expect(code).toBe(0)
    for (const name of names) expect(out).toMatch(new RegExp(`^ *${name}\\b`, 'm'))
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})

function settings(args: readonly string[]): Settings {
  const read = readCommandLine(args)
  if ('help' in read) throw new Error('no settings')
  return read
}

describe('options', () => {
  test('are what they are said to be when left out', () => {
    expect(settings([])).toMatchObject({
      ...{ accounts: 200, seed: 1, port: 5050, pubsubPort: 0, apiRequests: 100_000, multiCurrency: true },
      ...{ today: new Date().toISOString().slice(0, 10), backend: 'http://127.0.0.1:8080' },
      ...{ audience: 'http://127.0.0.1:8080', package: undefined, faults: [], stages: [], json: false },
    })
  })

  test('are taken with a space or an equals sign, the last one counts, faults add up', () => {
    const args = [
      '--accounts',
      '5',
      '--seed=-7',
      '--accounts=9',
      '--fault',
      'html',
      '--fault=limit:times=always',
    ]
    expect(settings([...args, '--single-currency'])).toMatchObject({
      ...{ accounts: 9, seed: -7, multiCurrency: false },
      faults: [{ kind: 'html' }, { kind: 'limit', times: null }],
    })
    expect(settings(['--seed', '-7']).seed).toBe(-7)
  })

  test.each<[string[], string]>([
    [['--accounts', '0'], '--accounts must be a whole number from 1 to 20000000, not "0".'],
    [['--accounts', '1.5'], '--accounts must be a whole number from 1 to 20000000, not "1.5".'],
    [['--accounts', '-3'], '--accounts must be a whole number from 1 to 20000000, not "-3".'],
    [['--accounts', '20000001'], '--accounts must be a whole number from 1 to 20000000, not "20000001".'],
    [['--accounts', ''], '--accounts must be a whole number from 1 to 20000000, not "".'],
    [['--seed', 'x'], '--seed must be a whole number, not "x".'],
    [['--seed', '9'.repeat(20)], `--seed must be a whole number, not "${'9'.repeat(20)}".`],
    [['--today', 'tomorrow'], '--today must be a day like 2026-11-20, not "tomorrow".'],
    [['--today', '2026-02-30'], '--today must be a day like 2026-11-20, not "2026-02-30".'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not "65536".'],
    [['--pubsub-port', 'abc'], '--pubsub-port must be a whole number from 0 to 65535, not "abc".'],
    [['--port', '--json'], '--port must be a whole number from 0 to 65535, not "--json".'],
    [['--port'], '--port must be a whole number from 0 to 65535, and none is given.'],
    [['--api-requests', '0'], '--api-requests must be a whole number from 1 up, not "0".'],
    [['--fault', 'latency,ms=2'], '--fault: There is no fault "latency,ms=2"; did you mean latency:ms=2?'],
    [['--backend', 'ftp://x'], '--backend must be an address like http://127.0.0.1:5051, not "ftp://x".'],
    [['--audience', ''], '--audience must be a text, not "".'],
    [['--json=1'], '--json takes nothing, not "1".'],
    [['--nonsense', 'x'], '--nonsense is no option. --help says which there are.'],
    [['extra'], '"extra" is no option. --help says which there are.'],
    [['--help', 'nonsense'], 'There is no help on "nonsense", but on faults and stages.'],
    [['--fault', 'latency'], '--fault latency: ms is missing, a whole number from 0 to 600000.'],
    [
      ['--stage', 'late-rows:object=Account,count=1,age=x'],
      '--stage late-rows: age must be a whole number from 0 up, not "x".',
    ],
  ])('%j are refused with what is allowed', (args, words) => {
    expect(() => readCommandLine(args)).toThrow(words)
  })

  test('every mistake is told, each on a line, and nothing is started', () => {
    const { code, out, err } = orgCommand('--accounts', '0', '--port', 'x', '--fault', 'nonsense', '--what')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    const lines = err.trimEnd().split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['--accounts', '--port', '--what', '--fault:'])
    expect(lines[3]).toContain('There is no fault "nonsense". There are: latency, unauthorized,')
  })

  // Below /proc no folder can be made, though it is there; below a file there is none.
  test.runIf(process.platform === 'linux').each([
    ['/dev/null/x', 'a part of it is a file'],
    ['/proc/x', 'no folder can be made there'],
    ['/proc/x/y/z', 'no folder can be made there'],
    ['/etc/hostname/x', 'a part of it is a file'],
    ['/sys/x', 'this user may not write there'],
  ])('--key-dir %s is refused in a sentence that says why and what to do', (folder, why) => {
    const { code, out, err } = orgCommand('--port', '0', '--accounts', '5', '--key-dir', folder)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe(
      `--key-dir ${folder} cannot be used: ${why}. ` +
        'Name a folder that you may write to, or leave the option out for a new key each time.\n',
    )
  })

  test.each([
    [['--stage', 'remove-field:object=Nope,field=X'], '--stage remove-field: There is no object Nope.\n'],
    [['--objects', '/nope.json'], '/nope.json'],
    [['--apps', '/nope.json'], '/nope.json'],
  ])('%j, which only the org can refuse, is refused in a sentence', (args, words) => {
    const { code, out, err } = orgCommand('--port', '0', ...args)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(words)
    expect(err).not.toMatch(/^\s+at /m)
  })
})

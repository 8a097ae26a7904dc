import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { headLines, openSocket, parseReply, readAll } from './support/raw-http.ts'
import { ACCOUNTS, AUDIENCE, ORG_ID, USERS, startTestServer } from './support/server.ts'
import { forge, goodClaims, rs256 } from './support/tokens.ts'
import { until } from './support/until.ts'

const MAIN = join(import.meta.dirname, '../server/main.ts')

interface Started {
  process: ChildProcess
  /** What it wrote so far. */
  out: () => string
  err: () => string
  ended: Promise<number | string | null>
}

let folder: string
let running: Started[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'team-view-start-'))
})
afterEach(async () => {
  for (const { process, ended } of running) {
    process.kill('SIGKILL')
    await ended
  }
  running = []
  await rm(folder, { recursive: true, force: true })
})

/** What every process here has; the cache spares it compiling what others have compiled. */
const HERE = {
  PATH: process.env['PATH'] ?? '',
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
}

/** The server as `npm start` runs it, with this environment and no other. */
function start(env: Record<string, string>): Started {
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { ...HERE, ...env },
  })
  const text = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()))
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string | null)
  const started = { process: child, out: () => text.out, err: () => text.err, ended }
  running.push(started)
  return started
}

const urlOf = (server: Started): Promise<string> =>
  whileRunning(server, () => /"url":"([^"]+)"/.exec(server.out())?.[1])

/** Waits for what a starting server does; one that has ended will never do it. */
const whileRunning = <T>(server: Started, condition: () => T | Promise<T>): Promise<NonNullable<T>> =>
  until(
    () => {
      if (server.process.exitCode !== null) throw new Error(`the server ended: ${server.err()}`)
      return condition()
    },
    { what: 'the start', withinMs: 25_000 },
  )

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const GOOD = { WIDGET_AUDIENCE: AUDIENCE, PORT: '0' }
const SECRET_KEYS = `test:${createHash('sha256').update('test').digest('base64')}`
const DATA = 'data'
const pidFile = () => join(folder, DATA, 'postgres', 'postmaster.pid')
const postgresPid = async (): Promise<number> => Number((await readFile(pidFile(), 'utf8')).split('\n')[0])

describe('a server that cannot start says so and leaves nothing behind', () => {
  test('an empty environment: the one thing that has no default', async () => {
    const server = start({})
    expect(await server.ended).toBe(1)
    expect(server.err()).toMatch(
      /^The configuration has 1 problem:\n {2}- WIDGET_AUDIENCE is missing: [^\n]+\n$/,
    )
    expect([server.out(), existsSync(join(folder, DATA))]).toEqual(['', false])
  })

  test('a bad configuration: every problem at once, and nothing was started', async () => {
    const server = start({
      WIDGET_AUDIENCE: ' ',
      PORT: 'http',
      LOG_LEVEL: 'loud',
      TRUST_PROXY: '-1',
      DATABASE_URL: 'mysql://x',
    })
    expect(await server.ended).toBe(1)
    const lines = server.err().trim().split('\n')
    expect(lines[0]).toBe('The configuration has 6 problems:')
    expect(
      lines
        .slice(1)
        .map((line) => line.trim().split(' ')[1])
        .sort(),
    ).toEqual(['DATABASE_URL', 'LOG_LEVEL', 'PORT', 'SECRET_KEYS', 'TRUST_PROXY', 'WIDGET_AUDIENCE'])
    expect([server.out(), existsSync(join(folder, DATA))]).toEqual(['', false])
  })

  test('a data folder that cannot be written', async () => {
    await writeFile(join(folder, 'a-file'), '')
    const server = start({ ...GOOD, DATA_DIR: join(folder, 'a-file', 'data') })
    expect(await server.ended).toBe(1)
    expect(server.err()).toMatch(/^Cannot write to [^\n]+a-file\/data \(ENOTDIR\)\. [^\n]+DATA_DIR\.\n$/)
  })

  test('a database that cannot be reached', async () => {
    const server = start({ ...GOOD, DATABASE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/none', SECRET_KEYS })
    expect(await server.ended).toBe(1)
    expect(server.err()).toMatch(/^The database cannot be reached: [^\n]+\n$/)
    expect(server.err() + server.out()).not.toContain('hunter2')
  })

  test('a port that is taken', async () => {
    const { db, close } = await startTestServer()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    try {
      const server = start({ ...GOOD, PORT: String(port), DATABASE_URL: db.connectionString, SECRET_KEYS })
      expect(await server.ended).toBe(1)
      expect(server.err()).toBe(
        `Port ${port} is taken: another program listens there. Stop it, or choose another with PORT.\n`,
      )
    } finally {
      other.close()
      await close()
    }
  })

  test('a host that is not this machine', async () => {
    const { db, close } = await startTestServer()
    try {
      const server = start({ ...GOOD, HOST: '192.0.2.1', DATABASE_URL: db.connectionString, SECRET_KEYS })
      expect(await server.ended).toBe(1)
      expect(server.err()).toBe('192.0.2.1 is not an address of this machine. Correct HOST.\n')
    } finally {
      await close()
    }
  })
})

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('lets requests under way finish, takes no new ones, and ends with 0', async () => {
    const helper = await startTestServer()
    const { db, keys, tenant } = helper
    try {
      const server = start({ ...GOOD, DATABASE_URL: db.connectionString, SECRET_KEYS })
      const url = await urlOf(server)
      const claims = goodClaims({ orgId: ORG_ID, userId: USERS.full.id, audience: AUDIENCE, now: new Date() })
      const token = forge({ header: { alg: 'RS256' }, payload: claims, sign: rs256(keys.privateKey) })
      const socket = openSocket(url)
      const idle = openSocket(url)
      await db.transaction(async (tx) => {
        await tx.query(`lock table ${tenant.schemaName}.company in access exclusive mode`)
        const lines = [`Authorization: Bearer ${token}`]
        socket.write(headLines(`/widget/v1/team-view?object=Account&recordId=${ACCOUNTS.mapped}`, lines))
        await until(async () => (await tx.query('select from pg_locks where not granted')).length > 0, {
          what: 'the request waits',
        })
        server.process.kill(signal)
        await until(() => server.out().includes('"stopping"'))
        // A terminal's Ctrl-C comes twice, and an impatient hand presses it again.
        server.process.kill(signal)
        await until(
          () =>
            fetch(`${url}/healthz`).then(
              () => false,
              () => true,
            ),
          { what: 'no new requests' },
        )
      })
      const reply = parseReply(await readAll(socket))
      expect([reply.status, JSON.parse(reply.body)]).toMatchObject([200, { status: 'ready' }])
      expect(await server.ended).toBe(0)
      expect([server.err(), idle.destroyed]).toEqual(['', true])
    } finally {
      await helper.close()
    }
  })
})

describe('with a PostgreSQL of its own', () => {
  test('the server starts, answers, and SIGTERM leaves neither process nor lock', async () => {
    const server = start(GOOD)
    const url = await urlOf(server)
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })
    const pid = await postgresPid()
    expect(isAlive(pid)).toBe(true)
    server.process.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect([isAlive(pid), existsSync(pidFile()), server.err()]).toEqual([false, false, ''])
  })

  test('the key that seals secrets is made at the first start, for this user only, and a damaged one is never replaced', async () => {
    const file = join(folder, DATA, 'secret-keys')
    const first = start(GOOD)
    await urlOf(first)
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600')
    const key = (await readFile(file, 'utf8')).trim().split(':')[1]!
    expect(first.out() + first.err()).not.toContain(key)
    first.process.kill('SIGTERM')
    await first.ended
    await writeFile(file, 'damaged')
    const second = start(GOOD)
    expect(await second.ended).toBe(1)
    expect(second.err()).toMatch(/^The key file [^\n]+secret-keys is damaged: [^\n]+\n$/)
    expect([await readFile(file, 'utf8'), existsSync(pidFile())]).toEqual(['damaged', false])
  })

  test('the first start says how to become the first super admin, and each start does until there is one', async () => {
    const invitation = (server: Started) =>
      whileRunning(server, () => {
        const line = server
          .out()
          .split('\n')
          .find((text) => text.includes('"onThisMachine"'))
        return line === undefined ? undefined : (JSON.parse(line) as { link: string; onThisMachine: string })
      })
    const stop = (server: Started) => {
      server.process.kill('SIGTERM')
      return server.ended
    }
    const first = start(GOOD)
    const unused = await invitation(first)
    expect(unused.link).toMatch(new RegExp(`^${AUDIENCE}/console/first-admin\\?token=[\\w-]{43}$`))
    await stop(first)

    const second = start(GOOD)
    const { onThisMachine } = await invitation(second)
    expect(new URL(onThisMachine).search).not.toBe(new URL(unused.link).search)
    const { origin, pathname, searchParams } = new URL(onThisMachine)
    const entered = await fetch(origin + pathname, {
      method: 'POST',
      headers: { Origin: origin },
      body: searchParams,
      redirect: 'manual',
    })
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const me = await fetch(`${origin}/console/v1/me`, { headers: { Cookie: cookie } })
    expect([entered.status, await me.json()]).toMatchObject([303, { role: 'super-admin' }])
    await stop(second)

    const third = start(GOOD)
    const url = await urlOf(third)
    expect((await fetch(`${url}/console/v1/me`, { headers: { Cookie: cookie } })).status).toBe(200)
    await stop(third)
    expect(third.out()).not.toContain('first-admin')
  })

  test('SIGTERM while it still starts ends it as cleanly', async () => {
    const server = start(GOOD)
    const pid = await whileRunning(server, () => postgresPid().catch(() => 0))
    server.process.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect([isAlive(pid), existsSync(pidFile())]).toEqual([false, false])
  })

  test('when npm is killed and its shell with it, the server ends as cleanly', async () => {
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${MAIN}"; true`], {
      cwd: folder,
      env: { ...HERE, npm_lifecycle_event: 'start', ...GOOD },
    })
    shell.stdout.resume()
    const pid = await until(() => postgresPid().catch(() => 0))
    await until(() => existsSync(pidFile()))
    shell.kill('SIGKILL')
    await until(() => !isAlive(pid), { what: 'the end of PostgreSQL', withinMs: 15_000 })
    await until(() => !existsSync(pidFile()))
  })
})

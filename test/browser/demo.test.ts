import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from 'jsforce'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultApp } from '../../local-org/index.ts'
import { provisionTenant } from '../../server/objects/index.ts'
import { joinStore, migrate } from '../../server/store/index.ts'
import { runDemo } from './demo.ts'

const ROOT = join(import.meta.dirname, '..', '..')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'team-view-demo-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const demo = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/demo.ts', ...args], { cwd: ROOT, encoding: 'utf8', timeout: 60_000 })

/** Every process whose command line names the folder. */
const processesOf = (path: string): string[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && entry !== String(process.pid))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      } catch {
        return ''
      }
    })
    .filter((command) => command.includes(path))

describe('npm run demo', () => {
  test('tells its addresses in one line of JSON, each of which answers', async () => {
    const running = await runDemo()
    try {
      const { recordPages, console: admin, adminLink, docs, api, org, login } = running
      for (const url of [...Object.values(recordPages), admin, adminLink, docs, `${api}/readyz`, org]) {
        expect((await fetch(url)).status, url).toBe(200)
      }
      const salesforce = new Connection({ loginUrl: org })
      await salesforce.login(login.username, login.password)
      expect((await salesforce.query('SELECT COUNT() FROM Account')).totalSize).toBe(200)
      const query = new URLSearchParams({
        ...{ response_type: 'code', client_id: defaultApp(1).clientId, code_challenge: 'a'.repeat(43) },
        redirect_uri: `${api}/console/oauth/callback`,
      })
      const authorize = await fetch(`${org}/services/oauth2/authorize?${query.toString()}`)
      expect(await authorize.text()).toContain('name="pw"')
    } finally {
      await running.stop()
    }
  })

  test.runIf(existsSync('/proc'))(
    'Ctrl-C stops everything it started and leaves no process behind',
    async () => {
      const child = spawn(
        process.execPath,
        ['scripts/demo.ts', '--json', '--port', '0', '--data-dir', folder],
        { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
      )
      await once(child.stdout, 'data')
      expect(processesOf(folder).some((command) => command.includes('postgres'))).toBe(true)
      child.kill('SIGINT')
      const [code] = (await once(child, 'exit')) as [number]
      expect(code).toBe(0)
      expect(processesOf(folder)).toEqual([])
    },
  )

  test.runIf(existsSync('/proc'))(
    'Ctrl-C while it is still starting leaves no process behind either',
    async () => {
      const child = spawn(process.execPath, ['scripts/demo.ts', '--port', '0', '--data-dir', folder], {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      await once(child.stderr, 'data')
      child.kill('SIGINT')
      await once(child, 'exit')
      expect(processesOf(folder)).toEqual([])
    },
  )

  test('a second start finds the sample where the first left it', async () => {
    const ids = async () => {
      const running = await runDemo('--data-dir', folder)
      const store = await joinStore({ dataDir: folder, log: () => undefined })
      const rows = await store.db.query<{ id: string }>('select id from control.tenant')
      await store.close()
      await running.stop()
      return rows
    }
    const first = await ids()
    expect(first).toHaveLength(1)
    expect(await ids()).toEqual(first)
  })

  test('a port that is taken is one clear line, and nothing is left running', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const { port } = holder.address() as AddressInfo
    const { status, stderr } = demo('--json', '--port', String(port), '--data-dir', folder)
    expect(status).toBe(1)
    expect(stderr.trim()).toBe(
      `Port ${port} is taken: another program listens there. Stop it, or choose another with --port.`,
    )
    expect(processesOf(folder)).toEqual([])
    holder.close()
  })

  test('all that is wrong with its options is said at once', () => {
    const { status, stderr } = demo('--port', 'x', '--accounts', '3')
    expect(status).toBe(1)
    expect(stderr).toContain('--port')
    expect(stderr).toContain('--accounts')
  })

  test('a folder that holds real data is left alone', async () => {
    const store = await joinStore({ dataDir: folder, log: () => undefined })
    await migrate(store.db)
    await provisionTenant(store.db, { name: 'A real customer' })
    await store.close()
    const { status, stderr } = demo('--json', '--port', '0', '--data-dir', folder)
    expect(status).toBe(1)
    expect(stderr).toContain('A real customer')
    const again = await joinStore({ dataDir: folder, log: () => undefined })
    expect(await again.db.query('select name from control.tenant')).toEqual([{ name: 'A real customer' }])
    await again.close()
  })
})

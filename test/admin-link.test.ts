import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../server/lib/log.ts'
import { startServer } from '../server/server.ts'
import { startTestServer, type TestServer } from './support/server.ts'

const ROOT = join(import.meta.dirname, '..')
const SETTINGS = {
  ...{ host: '127.0.0.1', port: 0, widgetAudience: 'https://team-view.example.com' },
  ...{ logLevel: 'silent' as const, trustProxy: 0, requestsPerMinute: 600 },
}
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const adminLink = (env: Record<string, string | undefined>, ...args: string[]) => adminLinkIn(ROOT, env, args)
const adminLinkIn = (cwd: string, env: Record<string, string | undefined>, args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'server/admin-link.ts'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: undefined, DATA_DIR: undefined, PUBLIC_URL: undefined, ...env },
  })

test('npm run admin-link prints an address that signs in as super admin while the server runs', async () => {
  server.clock.set(Date.now())
  const { stdout, stderr, status } = adminLink(
    { DATABASE_URL: server.db.connectionString },
    '--url',
    'https://team-view.example.com/',
  )
  expect([status, stderr]).toEqual([0, ''])
  const link = new URL(stdout.trim())
  expect([link.origin, link.pathname]).toEqual(['https://team-view.example.com', '/console/first-admin'])
  const reply = await supertest(server.urls.fast)
    .post(link.pathname)
    .set('Sec-Fetch-Site', 'same-origin')
    .type('form')
    .send(Object.fromEntries(link.searchParams))
  expect([reply.status, reply.headers['location']]).toEqual([303, '/console'])
})

test('of servers that share a database it asks which is meant, and PUBLIC_URL says so', () => {
  const env = { DATABASE_URL: server.db.connectionString }
  const refused = adminLink(env)
  expect([refused.status, refused.stdout, refused.stderr]).toEqual([1, '', expect.stringContaining('--url')])
  const { stdout } = adminLink({ ...env, PUBLIC_URL: 'https://team-view.example.com' })
  expect(stdout).toMatch(/^https:\/\/team-view\.example\.com\/console\/first-admin\?/)
})

describe('of a server with data of its own', () => {
  let cwd: string
  beforeAll(() => void (cwd = mkdtempSync(join(tmpdir(), 'team-view-admin-link-'))))
  afterAll(() => rmSync(cwd, { recursive: true }))

  test('the link leads where it listens, and the demo’s folder is found where only the demo has run', async () => {
    const dataDir = join(cwd, 'data', 'demo')
    const running = await startServer(
      { ...SETTINGS, dataDir },
      { log: createLogger('silent'), progress: () => undefined },
    )
    const links = [
      adminLinkIn(cwd, {}, []),
      adminLinkIn(cwd, { DATA_DIR: dataDir }, []),
      adminLinkIn(ROOT, {}, ['--data-dir', dataDir]),
    ].map(({ stdout, stderr }) => stdout + stderr)
    const page = await fetch(links.at(-1)?.trim() ?? '')
    expect(await page.text()).toContain('Sign in as Administrator')
    await running.close()
    for (const link of links) expect(new URL(link).origin).toBe(running.url)
  })
})

test('an option it does not have, and a folder no server has used, are refused in words', () => {
  const folder = mkdtempSync(join(tmpdir(), 'team-view-admin-link-'))
  const unknown = adminLink({ DATABASE_URL: server.db.connectionString }, '--address', 'x')
  const empty = adminLink({ DATABASE_URL: undefined, DATA_DIR: folder })
  rmSync(folder, { recursive: true })
  expect([unknown.status, unknown.stdout, empty.status, empty.stdout]).toEqual([1, '', 1, ''])
  expect(unknown.stderr).toContain('--address')
  expect(empty.stderr).toContain(folder)
  expect(unknown.stderr + empty.stderr).not.toMatch(/^\s+at /m)
})

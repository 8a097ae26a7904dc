import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import supertest from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './support/server.ts'

const ROOT = join(import.meta.dirname, '..')
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const adminLink = (env: Record<string, string | undefined>, ...args: string[]) =>
  spawnSync(process.execPath, ['server/admin-link.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...env },
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

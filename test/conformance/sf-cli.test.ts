// The org seen by the Salesforce CLI, unmodified. One home folder for the file: the CLI keeps what it logs in to there.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalOrg, type RunningOrg } from '../support/local-org.ts'

const SF = join(import.meta.dirname, '../../node_modules/.bin/sf')
const PATIENCE = 120_000

let org: RunningOrg
let home: string
beforeAll(async () => {
  org = await startLocalOrg()
  home = await mkdtemp(join(tmpdir(), 'sf-home-'))
  const login = await sf(
    ['org', 'login', 'access-token', '--instance-url', org.url, '--alias', 'local'],
    org.token,
  )
  expect(login.result).toMatchObject({ orgId: org.orgId })
}, PATIENCE)
afterAll(async () => {
  await org.close()
  await rm(home, { recursive: true, force: true })
})

interface Answer {
  status: number
  message?: string
  name?: string
  result: Record<string, unknown>
}

/** Runs a command of the CLI in a process of its own and reads its JSON, whether it went well or not. */
async function sf(args: readonly string[], input = ''): Promise<Answer> {
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
  }
  const run = promisify(execFile)(SF, [...args, '--json'], { env, cwd: home, maxBuffer: 1 << 26 })
  run.child.stdin?.end(input)
  const { stdout } = await run.catch((problem: unknown) => problem as { stdout: string })
  return JSON.parse(stdout) as Answer
}
const inOrg = (...args: string[]) => sf([...args, '--target-org', 'local'])

test('sf org display shows the org that the token belongs to', { timeout: PATIENCE }, async () => {
  const { status, result } = await inOrg('org', 'display')
  expect(status).toBe(0)
  expect(result).toMatchObject({ id: org.orgId, connectedStatus: 'Connected', apiVersion: '68.0' })
})

test('sf data query counts what the org has, plainly and in bulk', { timeout: PATIENCE }, async () => {
  const query = ['data', 'query', '--query', 'SELECT Id, Name, Owner.Name FROM Account ORDER BY Name']
  const plain = await inOrg(...query)
  expect(plain.result).toMatchObject({ totalSize: org.store.count('Account'), done: true })
  const file = join(home, 'accounts.csv')
  const bulk = await inOrg(
    'data',
    'export',
    'bulk',
    '--query',
    'SELECT Id, Name FROM Account',
    '--output-file',
    file,
    '--wait',
    '1',
  )
  expect(bulk.result).toMatchObject({ totalSize: org.store.count('Account') })
})

test('sf sobject describe names the fields', { timeout: PATIENCE }, async () => {
  const { result } = await inOrg('sobject', 'describe', '--sobject', 'Account')
  const fields = (result['fields'] as { name: string }[]).map(({ name }) => name)
  expect(fields).toEqual(expect.arrayContaining(['Id', 'Name', 'OwnerId', 'SystemModstamp']))
})

test('sf data creates, changes and deletes a record', { timeout: PATIENCE }, async () => {
  const made = await inOrg('data', 'create', 'record', '-s', 'Account', '-v', "Name='CLI Customer'")
  const id = String(made.result['id'])
  expect(org.store.read('Account', id)).toMatchObject({ Name: 'CLI Customer' })
  const changed = await inOrg('data', 'update', 'record', '-s', 'Account', '-i', id, '-v', 'Industry=Energy')
  expect(changed.status).toBe(0)
  expect(org.store.read('Account', id)).toMatchObject({ Industry: 'Energy' })
  const gone = await inOrg('data', 'delete', 'record', '-s', 'Account', '-i', id)
  expect(gone.status).toBe(0)
  expect(org.store.read('Account', id)).toMatchObject({ IsDeleted: true })
})

test('a query that is wrong comes back with the org’s own words', { timeout: PATIENCE }, async () => {
  const { status, message } = await inOrg('data', 'query', '--query', 'SELECT Nope FROM Account')
  expect(status).not.toBe(0)
  expect(message).toContain("No such column 'Nope' on entity 'Account'")
})

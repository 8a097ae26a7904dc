import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from './support/database.ts'

const ROOT = join(import.meta.dirname, '..')
const CERTIFICATE = join(import.meta.dirname, 'tenants', 'fixtures', 'org-certificate.crt')
const ORG = '00D5e00000TvO01EAF'

let db: TestDatabase
let folder: string

beforeAll(async () => {
  db = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'team-view-trust-'))
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

const trust = (...args: string[]) =>
  spawnSync(process.execPath, ['server/trust.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: db.connectionString },
  })

const keys = () =>
  db.query<{ org_id: string; key_id: string; ended: boolean }>(
    'select org_id, key_id, coalesce(valid_until <= now(), false) as ended from control.trusted_org_key order by key_id',
  )

describe('npm run trust', () => {
  test('lets the certificate of an org in, and again changes nothing', async () => {
    for (let time = 0; time < 2; time++) {
      const { status, stdout, stderr } = trust('--org', ORG.slice(0, 15), '--certificate', CERTIFICATE)
      expect(stderr).toBe('')
      expect(status).toBe(0)
      expect(stdout).toContain(`Org ${ORG} is trusted with key Team_View until `)
      expect(await keys()).toEqual([{ org_id: ORG, key_id: 'Team_View', ended: false }])
    }
    expect(await db.query('select id from control.tenant')).toHaveLength(1)
  })

  test('a second key may stand beside the first, and the first be taken back', async () => {
    const publicKey = join(folder, 'next.pem')
    writeFileSync(
      publicKey,
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
    )
    expect(trust('--org', ORG, '--certificate', publicKey, '--key', 'Next').status).toBe(0)
    expect(trust('--org', ORG, '--key', 'Team_View', '--end').stdout).toContain('opens nothing any more')
    expect(await keys()).toEqual([
      { org_id: ORG, key_id: 'Next', ended: false },
      { org_id: ORG, key_id: 'Team_View', ended: true },
    ])
  })

  test.each([
    [
      'an id that is no organisation',
      ['--org', '0015e00000TvA01AAF', '--certificate', CERTIFICATE],
      'not an organisation id',
    ],
    ['a file that is not there', ['--org', ORG, '--certificate', '/nowhere.crt'], 'cannot be read'],
    [
      'a file that is no certificate',
      ['--org', ORG, '--certificate', join(ROOT, 'README.md')],
      'neither a certificate nor a public key',
    ],
    [
      'a key that is too short',
      ['--org', ORG, '--certificate', join(ROOT, 'test/tenants/fixtures/short-key.crt')],
      'shorter than 2048 bits',
    ],
    ['a key nobody knows', ['--org', ORG, '--key', 'Other', '--end'], 'has no key named Other'],
    ['nothing to do', ['--org', ORG], 'npm run trust'],
    ['an option it does not have', ['--organisation', ORG], 'organisation'],
  ])('%s is refused in words, and trusts nothing', async (_name, args, words) => {
    const before = await keys()
    const { status, stderr } = trust(...args)
    expect(status).toBe(1)
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(await keys()).toEqual(before)
  })

  test('a folder no server has used is refused, not filled', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['server/trust.ts', '--org', ORG, '--certificate', CERTIFICATE],
      {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, DATABASE_URL: undefined, DATA_DIR: folder },
      },
    )
    expect(status).toBe(1)
    expect(stderr).toContain(folder)
    expect(existsSync(join(folder, 'postgres'))).toBe(false)
  })

  test('a private key is refused: it must not leave Salesforce', () => {
    const file = join(folder, 'private.pem')
    writeFileSync(
      file,
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    )
    const { status, stderr } = trust('--org', ORG, '--certificate', file)
    expect(status).toBe(1)
    expect(stderr).toContain('private key')
  })
})

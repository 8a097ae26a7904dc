import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { provisionTenant, type Tenant } from '../../server/objects/index.ts'
import { TrustError, trustOrg, type TrustRequest } from '../../server/tenants/index.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { NOW, ORG_ID, OTHER_ORG_ID, USERS } from '../support/server.ts'
import { newKeyPair } from '../support/tokens.ts'

const keys = newKeyPair()
const spki = { type: 'spki', format: 'pem' } as const
let db: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  db = await freshDatabase()
  tenant = await provisionTenant(db, { name: 'Team View' })
})
afterAll(() => db.close())

const trust = (change: Partial<TrustRequest> = {}) =>
  trustOrg(db, {
    tenantId: tenant.id,
    orgId: ORG_ID,
    keyId: 'Team_View',
    pem: keys.pem,
    validFrom: NOW,
    ...change,
  })

const keysOf = (orgId: string) =>
  db.query<{ key_id: string; valid_until: Date | null }>(
    'select key_id, valid_until from control.trusted_org_key where org_id = $1 order by key_id',
    [orgId],
  )

test('a public key is trusted until it is ended', async () => {
  expect(await trust()).toEqual({ orgId: ORG_ID, validUntil: null })
})

test('a certificate is trusted until it expires, and its org may be named in either form', async () => {
  const pem = await readFile(join(import.meta.dirname, 'fixtures/org-certificate.crt'), 'utf8')
  const validUntil = new Date('2036-11-17T11:28:35Z')
  expect(await trust({ pem, keyId: 'Certificate', orgId: ORG_ID.slice(0, 15) })).toEqual({
    orgId: ORG_ID,
    validUntil,
  })
  expect(await keysOf(ORG_ID)).toContainEqual({ key_id: 'Certificate', valid_until: validUntil })
})

test('a second key stands beside the first', async () => {
  await trust({ keyId: 'Second' })
  expect((await keysOf(ORG_ID)).map((key) => key.key_id)).toEqual(
    expect.arrayContaining(['Second', 'Team_View']),
  )
})

test.each<[string, () => Partial<TrustRequest>, RegExp]>([
  [
    'a private key',
    () => ({ pem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }),
    /private key/,
  ],
  ['a key shorter than 2048 bits', () => ({ pem: newKeyPair(1024).pem }), /2048 bits/],
  [
    'a key that is not RSA',
    () => ({ pem: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export(spki).toString() }),
    /RSA/,
  ],
  ['text that is no key', () => ({ pem: 'ssh-rsa AAAA' }), /neither a certificate nor a public key/],
  ['an empty text', () => ({ pem: '' }), /neither a certificate nor a public key/],
  [
    'a broken certificate',
    () => ({ pem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
    /neither/,
  ],
  [
    'a certificate that has expired',
    () => ({ validFrom: NOW, validUntil: new Date(NOW.getTime() - 1) }),
    /expired/,
  ],
  ['an org id that is none', () => ({ orgId: USERS.full.id }), /not an organisation id/],
])('%s is refused with the reason, and nothing is written', async (_what, change, message) => {
  const before = await db.query('select * from control.trusted_org_key')
  const refused = await trust(change()).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(TrustError)
  expect((refused as TrustError).message).toMatch(message)
  expect(await db.query('select * from control.trusted_org_key')).toEqual(before)
})

test('an org stays with the tenant that has it', async () => {
  const other = await provisionTenant(db, { name: 'Another customer' })
  await trust({ orgId: OTHER_ORG_ID })
  await expect(trust({ orgId: OTHER_ORG_ID, tenantId: other.id, keyId: 'Stolen' })).rejects.toThrow(
    'another tenant',
  )
  expect((await keysOf(OTHER_ORG_ID)).map((key) => key.key_id)).toEqual(['Team_View'])
})

import { createPublicKey } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createOrgKey, loadOrCreateOrgKey } from '../../../local-org/identity/key.ts'
import { orgIdFor } from '../../../local-org/identity/org.ts'
import { isSalesforceId } from '../../../local-org/salesforce-id.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-key-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const mode = async (path: string) => (await stat(path)).mode & 0o777

test('every org gets a key of its own', async () => {
  const [one, two] = await Promise.all([createOrgKey(), createOrgKey()])
  expect(one.publicKeyPem).not.toBe(two.publicKeyPem)
  expect(one.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
  expect(createPublicKey(one.publicKeyPem).equals(one.publicKey)).toBe(true)
})

test('a kept key is found again', async () => {
  const keys = join(folder, 'new', 'keys')
  const first = await loadOrCreateOrgKey(keys)
  const second = await loadOrCreateOrgKey(keys)
  expect(second.publicKeyPem).toBe(first.publicKeyPem)
  expect(second.keyId).toBe('Team_View')
})

test('a kept key is readable by its owner only, also after someone opened it up', async () => {
  await loadOrCreateOrgKey(folder)
  const file = join(folder, 'org-key.pem')
  expect(await mode(file)).toBe(0o600)
  await chmod(file, 0o644)
  await loadOrCreateOrgKey(folder)
  expect(await mode(file)).toBe(0o600)
})

test('two that start together end with one key, and leave nothing else behind', async () => {
  const keys = await Promise.all(Array.from({ length: 4 }, () => loadOrCreateOrgKey(folder)))
  expect(new Set(keys.map(({ publicKeyPem }) => publicKeyPem)).size).toBe(1)
  expect(await readdir(folder)).toEqual(['org-key.pem'])
})

test('a file that holds no key is named, not replaced', async () => {
  await writeFile(join(folder, 'org-key.pem'), 'not a key')
  await expect(loadOrCreateOrgKey(folder)).rejects.toThrow(/org-key\.pem holds no private key/)
})

test('an org id is an organisation id, and its seed decides which', () => {
  expect(isSalesforceId(orgIdFor(1), '00D')).toBe(true)
  expect(orgIdFor(1)).toBe(orgIdFor(1))
  expect(orgIdFor(2)).not.toBe(orgIdFor(1))
})

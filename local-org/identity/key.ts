import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  randomUUID,
  type KeyObject,
} from 'node:crypto'
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeFolder } from './key-folder.ts'

/** The org's certificate, as far as signing needs one. The backend is given the public half. */
export interface OrgKey {
  readonly keyId: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly publicKeyPem: string
}

/** The name the package's settings give the certificate. */
export const KEY_ID = 'Team_View'
const FILE = 'org-key.pem'

export async function createOrgKey(): Promise<OrgKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return orgKey(privateKey)
}

/** Signs the id tokens of this run: a key that no backend trusts for anything else. */
export function createSigningKey(): Pick<OrgKey, 'keyId' | 'privateKey' | 'publicKey'> {
  return { keyId: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) }
}

/** The key kept in this folder; made, and readable by its owner only, the first time. */
export async function loadOrCreateOrgKey(folder: string): Promise<OrgKey> {
  const file = join(folder, FILE)
  return (await load(file)) ?? (await create(folder, file))
}

async function load(file: string): Promise<OrgKey | undefined> {
  const pem = await readFile(file, 'utf8').catch((problem: unknown) => {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw problem
  })
  if (pem === undefined) return undefined
  // A copied folder may have lost the mode; a key others can read is no secret.
  await chmod(file, 0o600)
  try {
    return orgKey(createPrivateKey(pem))
  } catch (cause) {
    throw new Error(`${file} holds no private key. Delete it, and a new one is made.`, { cause })
  }
}

async function create(folder: string, file: string): Promise<OrgKey> {
  await makeFolder(folder)
  const key = await createOrgKey()
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, key.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  try {
    // A link appears whole and never replaces: of two that start together, one key wins and both use it.
    await link(draft, file)
    return key
  } catch (problem) {
    const other = (problem as NodeJS.ErrnoException).code === 'EEXIST' ? await load(file) : undefined
    if (!other) throw problem
    return other
  } finally {
    await rm(draft, { force: true })
  }
}

function orgKey(privateKey: KeyObject): OrgKey {
  const publicKey = createPublicKey(privateKey)
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { keyId: KEY_ID, privateKey, publicKey, publicKeyPem }
}

import { createHash } from 'node:crypto'
import { createVault, type Vault } from '../../server/lib/secrets.ts'

export const secretKey = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A vault with the keys of these names; the first is the current one. */
export const testVault = (current = 'test', ...older: string[]): Vault =>
  createVault({ current, keys: new Map([current, ...older].map((id) => [id, secretKey(id)])) })

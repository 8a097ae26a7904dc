import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Which key seals from now on, and every key that still opens. */
export interface SecretKeys {
  current: string
  keys: ReadonlyMap<string, Buffer>
}

/** Keeps secrets at rest: what is sealed opens only with its key, and only where it belongs. */
export interface Vault {
  /** `context` says what it is the secret of, such as ['connection', tenantId, connectionId, 'refresh-token']. */
  seal(plain: string, context: readonly string[]): string
  /** Throws a VaultError for what was not sealed with one of these keys for exactly this context. */
  open(sealed: string, context: readonly string[]): string
  /** False for what was sealed with an older key: open it and seal it anew. */
  isCurrent(sealed: string): boolean
}

export type VaultErrorCode = 'UNKNOWN_KEY' | 'NOT_AUTHENTIC'

/** Says which key is missing or that something was changed; never anything of the secret. */
export class VaultError extends Error {
  override name = 'VaultError'
  readonly code: VaultErrorCode
  constructor(code: VaultErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export const KEY_BYTES = 32
export const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const SEALED = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{38,})$/

/** AES-256-GCM with a random IV: `v1.key.bytes`, where bytes are the IV, the tag and the ciphertext. */
export function createVault({ current, keys }: SecretKeys): Vault {
  const keyOf = (id: string): Buffer => {
    const key = keys.get(id)
    if (!key) throw new VaultError('UNKNOWN_KEY', `The secret was sealed with key ${id}, which is not here.`)
    return key
  }
  for (const [id, key] of keys)
    if (!KEY_ID.test(id) || key.length !== KEY_BYTES) throw new Error('a vault takes named keys of 32 bytes')
  keyOf(current)

  return {
    seal(plain, context) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, keyOf(current), iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(boundTo(current, context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${current}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, context) {
      const [, id = '', text = ''] = SEALED.exec(sealed) ?? []
      if (!id) throw notAuthentic()
      const key = keyOf(id)
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(boundTo(id, context))
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      try {
        const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES))
        return Buffer.concat([body, decipher.final()]).toString('utf8')
      } catch {
        throw notAuthentic()
      }
    },
    isCurrent: (sealed) => SEALED.exec(sealed)?.[1] === current,
  }
}

/** As JSON, so that no two contexts read the same when they are put together. */
const boundTo = (keyId: string, context: readonly string[]): Buffer =>
  Buffer.from(JSON.stringify(['v1', keyId, ...context]))

const notAuthentic = (): VaultError =>
  new VaultError('NOT_AUTHENTIC', 'The secret was changed, or belongs to something else.')

import { AppError } from '../errors.ts'
import { VaultError, type Vault } from '../lib/secrets.ts'

/** Each secret of a connection opens only where it belongs: in its tenant, its connection, its place. */
const placeOf = (tenantId: string, connectionId: string, what: Secret): readonly string[] => [
  'connection',
  tenantId,
  connectionId,
  what,
]

type Secret = 'access-token' | 'refresh-token' | 'client-secret' | 'pkce-verifier'

export interface Safe {
  seal(secret: Secret, plain: string): string
  open(secret: Secret, sealed: string): string
}

export const safeOf = (vault: Vault, tenantId: string, connectionId: string): Safe => ({
  seal: (secret, plain) => vault.seal(plain, placeOf(tenantId, connectionId, secret)),
  open(secret, sealed) {
    try {
      return vault.open(sealed, placeOf(tenantId, connectionId, secret))
    } catch (error) {
      if (error instanceof VaultError && error.code === 'UNKNOWN_KEY')
        throw new AppError('SEALING_KEY_MISSING', { cause: error })
      throw error
    }
  },
})

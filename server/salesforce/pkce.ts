import { createHash } from 'node:crypto'
import { newSecret } from '../lib/ids.ts'

export interface Pkce {
  /** Kept here, and sent with the code. */
  verifier: string
  /** Sent with the browser: shows nothing of the verifier. */
  challenge: string
}

/** Only whoever began an authorization can end it: S256 of RFC 7636. */
export function createPkce(): Pkce {
  const verifier = newSecret()
  return { verifier, challenge: challengeOf(verifier) }
}

export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url')

import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/** In every secret that is made while tests run. One search finds all of them, whole or cut short. */
export const MARKER = 'Canary7q'

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** What the first bytes must be for a text that is made of them to begin with the marker. */
const IN_BASE64 = Buffer.from(MARKER, 'base64')
/** The local org takes a letter for each byte, from the same alphabet. */
const A_LETTER_EACH = Buffer.from([...MARKER].map((letter) => BASE64.indexOf(letter)))

/**
 * The lengths of what is a secret: 32 bytes for session keys, states, verifiers, links and sealing keys; the local org's
 * browser sessions (64), codes (76), refresh tokens (80) and access tokens (96). Nonces and names of files have others.
 */
const BEGINNINGS = new Map([
  [32, IN_BASE64],
  ...[64, 76, 80, 96].map((length): [number, Buffer] => [length, A_LETTER_EACH]),
])

/** Marks what this process makes from now on; 26 random bytes and more are left to each secret. */
export function markSecrets(): void {
  const random = crypto.randomBytes
  const marked = (size: number, done?: (error: Error | null, bytes: Buffer) => void): unknown => {
    // Nothing of ours waits for its randomness.
    if (done) {
      random(size, done)
      return undefined
    }
    const bytes = random(size)
    BEGINNINGS.get(size)?.copy(bytes)
    return bytes
  }
  crypto.randomBytes = marked as typeof random
  syncBuiltinESMExports()
}

/** How the marker looks where bytes are told: as text in hexadecimal, and as the secret's own bytes. */
export const MARKS: readonly string[] = [
  MARKER,
  Buffer.from(MARKER).toString('hex'),
  IN_BASE64.toString('hex'),
]

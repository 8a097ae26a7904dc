import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** What Salesforce's tokens are written in: 64 characters, so that each takes six random bits. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._'

export function randomText(length: number): string {
  let text = ''
  for (const byte of randomBytes(length)) text += LETTERS.charAt(byte & 63)
  return text
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

export function signed(key: string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Text that only a seed and a purpose decide: the same every time, and not to be told from another's. */
export function derivedText(
  seed: number,
  purpose: string,
  { length, letters }: { length: number; letters: string },
): string {
  let text = ''
  for (let block = 0; text.length < length; block++) {
    for (const byte of signed(`seed ${seed}`, `${purpose} ${block}`))
      text += letters.charAt(byte % letters.length)
  }
  return text.slice(0, length)
}

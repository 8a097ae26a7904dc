// A Salesforce id is 15 case-sensitive characters; the 18-character form adds three that say which letters are capitals.
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ORDINAL_DIGITS = 5
/** The middle of every id of this org: instance `5e`, then the reserved character and leading zeros. */
const MIDDLE = '5e00000'
/** The middle of ids given out while the org runs: they sort after all those it began with. */
const LATER_MIDDLE = '5e00001'

/** How many records of one object the org can number. */
export const ORDINAL_LIMIT = DIGITS.length ** ORDINAL_DIGITS

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90
}

/** The 18-character form of a 15-character id. */
export function extendId(id15: string): string {
  return id15 + checkOf(id15, 0) + checkOf(id15, 5) + checkOf(id15, 10)
}

/** The check character of five others. */
function checkOf(id: string, from: number): string {
  let bits = 0
  for (let i = 0; i < 5; i++) if (isCapital(id.charCodeAt(from + i))) bits |= 1 << i
  return CHECK.charAt(bits)
}

/** The id of the `ordinal`-th record of the object with this key prefix; ids sort in the order of their ordinals. */
export function makeId(keyPrefix: string, ordinal: number): string {
  return numbered(keyPrefix + MIDDLE, ordinal)
}

/** The id of the `ordinal`-th record that was created later; no `ordinalOf` leads back from it. */
export function makeLaterId(keyPrefix: string, ordinal: number): string {
  return numbered(keyPrefix + LATER_MIDDLE, ordinal)
}

/** Whether it is an id of a record that was created later. */
export function isLaterId(id: string): boolean {
  return id.startsWith(LATER_MIDDLE, 3)
}

function numbered(start: string, ordinal: number): string {
  if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= ORDINAL_LIMIT) {
    throw new RangeError(`no id for ordinal ${ordinal}`)
  }
  let rest = ordinal
  let digits = ''
  for (let i = 0; i < ORDINAL_DIGITS; i++) {
    digits = DIGITS.charAt(rest % 62) + digits
    rest = Math.floor(rest / 62)
  }
  // Of the parts, not of the whole: a text put together of two long parts is slow to read by its letters.
  return start + digits + (checkOf(start, 0) + checkOf(start, 5) + checkOf(digits, 0))
}

/** The 18-character form of a 15- or 18-character id, or undefined when it is neither or its check characters are wrong. */
export function normalizeId(id: string): string | undefined {
  if (!/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id)) return undefined
  const full = extendId(id.slice(0, 15))
  return id.length === 15 || full.slice(15) === id.slice(15).toUpperCase() ? full : undefined
}

/** True for a well-formed id, optionally of the object with this key prefix. */
export function isSalesforceId(id: string, keyPrefix = ''): boolean {
  return normalizeId(id)?.startsWith(keyPrefix) ?? false
}

/** The ordinal behind an id that `makeId` made, or undefined for any other text. */
export function ordinalOf(id: string, keyPrefix: string): number | undefined {
  const full = normalizeId(id)
  if (!full?.startsWith(keyPrefix + MIDDLE)) return undefined
  let ordinal = 0
  for (const digit of full.slice(10, 15)) ordinal = ordinal * 62 + DIGITS.indexOf(digit)
  return ordinal
}

// DER, as far as a certificate needs it: a tag, a length, the content.

function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.from([content.length])
  const hex = content.length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

export function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

export const sequence = (...items: readonly Buffer[]) => tagged(0x30, ...items)
export const set = (...items: readonly Buffer[]) => tagged(0x31, ...items)
export const octets = (content: Buffer) => tagged(0x04, content)
export const utf8 = (text: string) => tagged(0x0c, Buffer.from(text))
export const truth = () => tagged(0x01, Buffer.from([0xff]))
/** `unused` bits at the end do not count. */
export const bits = (content: Buffer, unused = 0) => tagged(0x03, Buffer.from([unused]), content)
/** A part of a structure known by its number rather than by its type. */
export const explicit = (number: number, content: Buffer) => tagged(0xa0 | number, content)

/** A number that is not negative, from its bytes. */
export function integer(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = start === -1 ? Buffer.from([0]) : bytes.subarray(start)
  return tagged(0x02, (digits[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits)
}

/** A moment before 2050, in whole seconds. */
export function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)
  return tagged(0x17, Buffer.from(`${digits}Z`))
}

/** `1.2.840.10045.4.3.2` */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(number: number): number[] {
  const digits = [number & 0x7f]
  for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift(0x80 | (rest & 0x7f))
  return digits
}

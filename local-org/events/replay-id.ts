const POSITION_BYTES = 8
const BYTES = 10

/** A place in the stream as ten bytes that clients keep and give back. */
export function encodeReplayId(position: number): Buffer {
  const bytes = Buffer.alloc(BYTES)
  bytes.writeBigUInt64BE(BigInt(position))
  return bytes
}

/** The place behind a replay id, or undefined for bytes that are none. Some clients keep only the first eight. */
export function decodeReplayId(bytes: Buffer): number | undefined {
  if (bytes.length !== BYTES && bytes.length !== POSITION_BYTES) return undefined
  const position = Number(bytes.readBigUInt64BE())
  const rest = bytes.subarray(POSITION_BYTES)
  return Number.isSafeInteger(position) && rest.every((byte) => byte === 0) ? position : undefined
}

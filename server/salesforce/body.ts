import { SalesforceError } from './errors.ts'

/** The body of an answer, unpacked, up to so many bytes: what is packed small may be large, so it is counted as it comes. */
export async function readBody(
  response: Response,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Buffer> {
  const { status } = response
  const reader = response.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
      size += next.value.length
      if (size > maxBytes) throw new SalesforceError('TOO_LARGE', { status })
      chunks.push(next.value)
    }
  } catch (error) {
    // Lets go of the connection, and of whatever else would have come.
    await reader?.cancel().catch(() => undefined)
    if (error instanceof SalesforceError) throw error
    if (signal.aborted) throw new SalesforceError('UNAVAILABLE', { status, detail: 'no answer in time' })
    throw new SalesforceError('TRUNCATED', { status })
  }
  return Buffer.concat(chunks, size)
}

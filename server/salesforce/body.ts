import { SalesforceError } from './errors.ts'
import type { Limit } from './limit.ts'

/** A body as it comes, unpacked and otherwise untouched. */
export interface IncomingBody {
  /** The next bytes; undefined at the end. Never asked for twice at once. */
  next(): Promise<Uint8Array | undefined>
  /** What bounds it; `end` lets go of the connection, and of whatever else would have come. */
  readonly limit: Limit
}

/** Up to so many bytes: what is packed small may be large, so it is counted as it comes. */
export function openBody(
  response: Response,
  { maxBytes, limit }: { maxBytes: number; limit: Limit },
): IncomingBody {
  const { status } = response
  const reader = response.body?.getReader()
  let size = 0

  async function read(): Promise<Uint8Array | undefined> {
    try {
      return await limit.within(async () => (await reader?.read())?.value)
    } catch {
      throw limit.reason(status) ?? new SalesforceError('TRUNCATED', { status })
    }
  }

  return {
    limit,
    async next() {
      const chunk = await read()
      size += chunk?.length ?? 0
      if (size > maxBytes) throw new SalesforceError('TOO_LARGE', { status })
      return chunk
    },
  }
}

export async function readBody(body: IncomingBody): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for (let next = await body.next(); next; next = await body.next()) chunks.push(next)
  return Buffer.concat(chunks)
}

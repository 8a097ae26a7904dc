import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isNestedDeeper } from '../nesting.ts'
import { SalesforceProblem } from '../salesforce-problem.ts'

/** The most that Salesforce reads as one JSON document. */
const LARGEST_JSON = 50 * 1024 * 1024
/** As deep as its parser goes. */
const DEEPEST_JSON = 1000

/** The body of a request, unpacked when it was sent packed. */
export function bodyOf(req: IncomingMessage): Readable {
  if (req.headers['content-encoding']?.toLowerCase() !== 'gzip') return req
  return Readable.from(unpacked(req), { objectMode: false }).on('error', () => {
    // Whoever reads it hears of it; a body that is let go by concerns nobody.
  })
}

async function* unpacked(req: IncomingMessage): AsyncGenerator<Buffer> {
  // Not a pipeline, which would end the connection with what it cannot unpack, before the client hears why.
  const unzip = req.pipe(createGunzip())
  req.once('error', (problem) => unzip.destroy(problem))
  try {
    yield* unzip as AsyncIterable<Buffer>
  } catch (problem) {
    if (req.errored) throw problem
    throw new SalesforceProblem(400, 'UNKNOWN_EXCEPTION', `Not in GZIP format: ${(problem as Error).message}`)
  }
}

export async function readJson(body: Readable): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    // Read to the end even when it is too much, so that the client is there to hear the answer.
    if (size <= LARGEST_JSON) chunks.push(chunk)
  }
  if (size > LARGEST_JSON) throw new SalesforceProblem(413, 'REQUEST_ENTITY_TOO_LARGE', 'Request too large')
  return parseJson(Buffer.concat(chunks).toString('utf8'))
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw unreadable('No content to map to Object due to end of input')
  if (isNestedDeeper(text, DEEPEST_JSON)) {
    throw unreadable(`Document nesting depth exceeds the maximum allowed (${DEEPEST_JSON})`)
  }
  try {
    return JSON.parse(text)
  } catch (problem) {
    throw unreadable((problem as Error).message)
  }
}

function unreadable(words: string): SalesforceProblem {
  return new SalesforceProblem(400, 'JSON_PARSER_ERROR', words)
}

import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { SalesforceProblem } from '../salesforce-problem.ts'

/** The most that Salesforce reads as one JSON document. */
const LARGEST_JSON = 50 * 1024 * 1024

/** The body of a request, unpacked when it was sent packed. */
export function bodyOf(req: IncomingMessage): Readable {
  if (req.headers['content-encoding'] !== 'gzip') return req
  return pipeline(req, createGunzip(), () => {
    // The reader of the result hears of a broken body.
  })
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
  if (text.trim() === '') {
    throw new SalesforceProblem(400, 'JSON_PARSER_ERROR', 'No content to map to Object due to end of input')
  }
  try {
    return JSON.parse(text)
  } catch (problem) {
    throw new SalesforceProblem(400, 'JSON_PARSER_ERROR', (problem as Error).message)
  }
}

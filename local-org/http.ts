import type { IncomingMessage, ServerResponse } from 'node:http'
import { isNestedDeeper } from './nesting.ts'

/** A request that is answered with a status and words. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly status: number
  readonly exceptionType: string | undefined

  constructor(status: number, message: string, exceptionType?: string) {
    super(message)
    this.status = status
    this.exceptionType = exceptionType
  }
}

const LARGEST_BODY = 100 * 1024
const DEEPEST_BODY = 100

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  // What a page shows depends on who looks.
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  res.end(JSON.stringify(body))
}

/** The JSON object in a request's body. */
export async function readJson(req: IncomingMessage): Promise<Record<string, unknown>> {
  // A form on another site cannot send this type without asking first.
  if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) {
    throw new HttpProblem(415, 'Send application/json.')
  }
  const body = parse((await readBody(req)).toString('utf8'))
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpProblem(400, 'The body must be a JSON object.')
  }
  return body as Record<string, unknown>
}

function parse(text: string): unknown {
  if (isNestedDeeper(text, DEEPEST_BODY)) throw new HttpProblem(400, 'The body is nested too deeply.')
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpProblem(400, 'The body is not JSON.')
  }
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // Read to the end even when it is too much, so that the client is there to hear the answer; keep only what fits.
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= LARGEST_BODY) chunks.push(chunk)
  }
  if (size > LARGEST_BODY) throw new HttpProblem(413, 'The body is larger than 100 KB.')
  return Buffer.concat(chunks)
}

export function cookie(req: IncomingMessage, name: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([key]) => key === name)?.[1]
}

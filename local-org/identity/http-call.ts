import type { IncomingMessage, ServerResponse } from 'node:http'
import { cookie } from '../http.ts'
import type { OAuthCall, OAuthReply } from './parts.ts'

const LARGEST_FORM = 64 * 1024

/** The request with its form read; undefined when the form is larger than any that is meant well. */
export async function readCall(req: IncomingMessage, url: URL): Promise<OAuthCall | undefined> {
  const body = await readBody(req)
  if (body === undefined) return undefined
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(req.headers['content-type'] ?? '')
  return {
    method: req.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    search: url.search,
    form: new URLSearchParams(isForm ? body : ''),
    header: (name) => [req.headers[name]].flat()[0],
    cookie: (name) => cookie(req, name),
  }
}

async function readBody(req: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= LARGEST_FORM) chunks.push(chunk)
  }
  return size <= LARGEST_FORM ? Buffer.concat(chunks).toString('utf8') : undefined
}

export function sendReply(res: ServerResponse, { status, headers = {}, body = '', lost }: OAuthReply): void {
  if (lost) {
    res.destroy()
    return
  }
  const bytes = Buffer.from(body)
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.writeHead(status, { 'content-length': bytes.length, 'x-content-type-options': 'nosniff' }).end(bytes)
}

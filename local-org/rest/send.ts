import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { pipeline as finished } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import type { Reply } from './call.ts'

/** Below this, packing costs more than it saves. */
const WORTH_PACKING = 1024

/** Writes a reply; packed when the client asked for it. */
export async function send(req: IncomingMessage, res: ServerResponse, reply: Reply): Promise<void> {
  const { status, headers = {}, stream } = reply
  const text = textOf(reply)
  const head = lowerCased(headers)
  if (reply.json !== undefined) head['content-type'] ??= 'application/json;charset=UTF-8'
  const packed = wantsGzip(req) && (stream !== undefined || (text?.length ?? 0) > WORTH_PACKING)
  if (req.method === 'HEAD' || (!stream && text === undefined)) {
    res.writeHead(status, head).end()
    stream?.destroy()
  } else if (packed) {
    const { 'content-length': _, ...unsized } = head
    res.writeHead(status, { ...unsized, 'content-encoding': 'gzip', vary: 'accept-encoding' })
    await finished(gzipped(stream ?? Readable.from([Buffer.from(text ?? '')])), res)
  } else if (stream) {
    res.writeHead(status, head)
    await finished(stream, res)
  } else {
    const bytes = Buffer.from(text ?? '')
    res.writeHead(status, { ...head, 'content-length': bytes.length }).end(bytes)
  }
}

function textOf({ json, text }: Reply): string | undefined {
  return json === undefined ? text : JSON.stringify(json)
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function wantsGzip({ headers }: IncomingMessage): boolean {
  const accepted = [headers['accept-encoding']].flat().join().split(',')
  return accepted.some((each) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$)|$)/i.test(each))
}

/** Quick rather than small: it travels over loopback. */
function gzipped(source: Readable): Readable {
  return pipeline(source, createGzip({ level: constants.Z_BEST_SPEED }), () => {
    // Whoever reads the packed stream hears of the failure.
  })
}

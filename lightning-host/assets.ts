import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** A bundle's folder and a plain file name, and nothing that could lead out of it. */
const ASSET = /^\/assets\/((?:base|page)-[0-9a-f]+)\/([\w-]+(\.(?:js|css|svg)))$/

/** Serves a bundle's file. Its address changes with its contents, so a browser may keep it for good. */
export async function serveAsset(
  bundlesDir: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const [, bundle = '', file = '', extension = ''] = ASSET.exec(req.url?.split('?')[0] ?? '') ?? []
  const zipped = /\bgzip\b/.test(req.headers['accept-encoding'] ?? '')
  const name = path.join(bundlesDir, bundle, zipped ? `${file}.gz` : file)
  const body = file ? await readFile(name).catch(() => undefined) : undefined
  if (!body) {
    res.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.\n')
    return
  }
  res.writeHead(200, {
    'content-type': TYPES[extension],
    'content-length': body.length,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
    ...(zipped && { 'content-encoding': 'gzip' }),
  })
  res.end(req.method === 'HEAD' ? undefined : body)
}

import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ApiCall } from '../../rest/call.ts'
import { refused } from '../problems.ts'

const LARGEST = 4 * 1024 * 1024
const BOUNDARY = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^\s;]+))/i

export function boundaryOf(call: ApiCall): string | undefined {
  const [, quoted, plain] = BOUNDARY.exec(call.header('content-type') ?? '') ?? []
  return quoted ?? plain
}

/** The parts of a small form by name. Lines may end in LF alone, as in the examples of Salesforce's guide. */
export async function formParts(body: Readable, boundary: string): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = await buffer(body)
  if (bytes.length > LARGEST) throw refused('CLIENTINPUTERROR', 'The multipart request is too large', 413)
  // One character per byte, so that nothing is lost.
  const text = bytes.toString('latin1')
  const parts = text.split(new RegExp(`(?:^|\\r?\\n)--${literally(boundary)}(?:--)?[ \\t]*(?:\\r?\\n|$)`))
  return new Map(parts.slice(1).flatMap(namedPart))
}

function namedPart(part: string): [string, Buffer][] {
  const [, head = '', content = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(part) ?? []
  const name = /^content-disposition:.*\bname="?([^";\r\n]+)"?/im.exec(head)?.[1]
  return name === undefined ? [] : [[name, Buffer.from(content, 'latin1')]]
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from '../rest/body.ts'
import { SalesforceProblem } from '../salesforce-problem.ts'
import { answerTo, type Answer } from './answer.ts'
import { addressIn, DIALECTS, type Address, type Dialect } from './dialects.ts'
import { clientFault, fault, faultXml, SoapFault } from './fault.ts'
import type { SoapParts } from './parts.ts'

export type { SoapParts } from './parts.ts'

/** The part of the SOAP API that clients still use: sessions, undelete and merge. */
export interface Soap {
  /** Says false for a path that is not SOAP's. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean>
}

/** Two hundred merges with long texts fit in. */
const LARGEST_MESSAGE = 10 * 1024 * 1024

export function createSoap(parts: SoapParts): Soap {
  return {
    async handle(req, res, { pathname }) {
      const address = addressIn(pathname)
      if (!address) return false
      const { status, xml } = await answer(parts, address, req)
      res.writeHead(status, {
        'content-type': 'text/xml; charset=utf-8',
        'content-length': Buffer.byteLength(xml),
      })
      res.end(xml)
      return true
    },
  }
}

async function answer(parts: SoapParts, address: Address, req: IncomingMessage): Promise<Answer> {
  if (req.method !== 'POST') return { status: 405, xml: '' }
  // What a form or a script on another site can send without asking is not of this type.
  if (!/^(text|application)\/(soap\+)?xml\b/i.test(req.headers['content-type'] ?? ''))
    return { status: 415, xml: '' }
  const message = await messageIn(req).catch(unreadable)
  if (typeof message === 'string') return answerTo(parts, address, message)
  return { status: 500, xml: faultXml(message, DIALECTS[address.dialect] as Dialect) }
}

function unreadable(problem: unknown): SoapFault {
  if (problem instanceof SoapFault) return problem
  if (problem instanceof SalesforceProblem) return clientFault(problem.message)
  throw problem
}

async function messageIn(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bodyOf(req) as AsyncIterable<Buffer>) {
    size += chunk.length
    // Read to the end even when it is too much, so that the client is there to hear the answer.
    if (size <= LARGEST_MESSAGE) chunks.push(chunk)
  }
  if (size > LARGEST_MESSAGE) throw fault('EXCEEDED_MAX_SIZE_REQUEST', 'Maximum size of request reached')
  return Buffer.concat(chunks).toString('utf8')
}

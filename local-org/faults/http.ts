import type { IncomingMessage, ServerResponse } from 'node:http'
import { ANSWERS } from './answers.ts'
import { breakBody } from './broken-body.ts'
import type { ScriptedFaults } from './faults.ts'
import { answerLater } from './latency.ts'

/** What befalls an answer; the first in the order of arming does. A request can be late besides. */
const HARM = ['unauthorized', 'unavailable', 'limit', 'html', 'cut', 'stall'] as const

/**
 * Asked once for each request before anyone handles it. True: it is answered. False: handle it as ever; what is written
 * may come late, break off or fall silent, of which the handler knows nothing.
 */
export function faultyAnswer(faults: ScriptedFaults, req: IncomingMessage, res: ServerResponse): boolean {
  const subject = { path: (req.url ?? '/').replace(/\?.*/s, ''), method: req.method ?? 'GET' }
  const late = faults.take('latency', subject)
  const harm = faults.takeFirst(HARM, subject)
  // Whatever breaks the body stands nearest to the connection.
  if (harm?.kind === 'cut' || harm?.kind === 'stall') breakBody(res, harm.kind, harm.afterBytes)
  if (late) answerLater(res, late.ms)
  if (!harm || harm.kind === 'cut' || harm.kind === 'stall') return false
  const { status, type, body } = ANSWERS[harm.kind]
  res.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  res.end(req.method === 'HEAD' ? undefined : body)
  return true
}

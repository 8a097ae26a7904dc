import type { IncomingMessage, ServerResponse } from 'node:http'
import { answersAt } from './answers.ts'
import { breakBody } from './broken-body.ts'
import type { ScriptedFaults } from './faults.ts'
import { answerLater } from './latency.ts'

const ANSWERED = ['unauthorized', 'unavailable', 'limit', 'html'] as const

/**
 * Asked once for each request before anyone handles it. True: it is answered. False: handle it as ever; what is written
 * may come late, break off or fall silent, of which the handler knows nothing.
 */
export function faultyAnswer(faults: ScriptedFaults, req: IncomingMessage, res: ServerResponse): boolean {
  const subject = { path: (req.url ?? '/').replace(/\?.*/s, ''), method: req.method ?? 'GET' }
  const late = faults.take('latency', subject)
  const answers = answersAt(subject.path)
  // The first in the order of arming befalls the answer. A request can be late besides.
  const harm = faults.takeFirst([...ANSWERED.filter((kind) => answers[kind]), 'cut', 'stall'], subject)
  // Whatever breaks the body stands nearest to the connection.
  if (harm?.kind === 'cut' || harm?.kind === 'stall') breakBody(res, harm.kind, harm.afterBytes)
  if (late) answerLater(res, late.ms)
  const answer = harm && harm.kind !== 'cut' && harm.kind !== 'stall' && answers[harm.kind]
  if (!answer) return false
  const { status, type, body } = answer
  res.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  res.end(req.method === 'HEAD' ? undefined : body)
  return true
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { IdentityProblem } from './endpoints/identity-problem.ts'
import { endpointAt } from './endpoints/index.ts'
import { readCall, sendReply } from './http-call.ts'
import { OAuthProblem } from './oauth-problem.ts'
import type { Endpoint, OAuthCall, OAuthReply, Parts } from './parts.ts'
import { refusal, text } from './replies.ts'

/** The identity service as a request handler, which says false for a path that is none of its own. */
export function createHandler(parts: Parts) {
  return async function handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean> {
    const endpoint = endpointAt(url.pathname)
    if (!endpoint) return false
    const call = await readCall(req, url)
    sendReply(res, call ? answered(endpoint, parts, call) : text('Request Entity Too Large', 413))
    return true
  }
}

function answered(endpoint: Endpoint, parts: Parts, call: OAuthCall): OAuthReply {
  try {
    return endpoint(parts, call)
  } catch (problem) {
    if (problem instanceof OAuthProblem) return refusal(problem)
    if (problem instanceof IdentityProblem) return text(problem.message, problem.status)
    throw problem
  }
}

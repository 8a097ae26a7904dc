import { field } from '../client.ts'
import { GRANTS } from '../grants/index.ts'
import { OAuthProblem } from '../oauth-problem.ts'
import type { Endpoint } from '../parts.ts'
import { json } from '../replies.ts'
import { tokenAnswer } from '../token-answer.ts'

/** `/services/oauth2/token` */
export const token: Endpoint = (parts, call) => {
  if (call.method !== 'POST') throw new OAuthProblem('invalid_request', 'must use HTTP POST')
  const grant = GRANTS.get(field(call, 'grant_type') ?? '')
  if (!grant) throw new OAuthProblem('unsupported_grant_type', 'grant type not supported')
  const granted = grant(parts, call)
  return { ...json(tokenAnswer(parts, call, granted)), lost: granted.lost ?? false }
}

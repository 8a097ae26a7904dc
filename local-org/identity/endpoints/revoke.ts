import { field } from '../client.ts'
import { OAuthProblem } from '../oauth-problem.ts'
import type { Endpoint } from '../parts.ts'
import { errorText } from '../replies.ts'

const FORM = {
  'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  'cache-control': 'no-store',
}

/** `/services/oauth2/revoke`: whoever holds a token may end it; errors are form-encoded here. */
export const revoke: Endpoint = ({ tokens, approvals }, call) => {
  const revoked = tokens.revoke(field(call, 'token') ?? '')
  if (!revoked) {
    return { status: 400, headers: FORM, body: errorText(new OAuthProblem('invalid_token', 'invalid token')) }
  }
  const { grant, kind } = revoked
  // For Salesforce the approval and its refresh token are one: without it, the user is asked again.
  if (kind === 'refresh') approvals.forget(grant.userId, grant.app.clientId)
  return { status: 200 }
}

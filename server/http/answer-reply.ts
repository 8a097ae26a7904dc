import { cookieHeader } from './cookies.ts'
import type { AnyEndpoint } from './endpoint.ts'
import type { Reply } from './message.ts'
import { hasCookies, isRedirect, withCookies, type Redirect } from './reply.ts'
import { pagePolicy, SECURITY_HEADERS } from './security-headers.ts'

/** What a handler gave, as a reply. An endpoint redirects only when its documentation says so. */
export function answerReply(endpoint: AnyEndpoint, handled: unknown, requestId: string): Reply {
  if (isRedirect(handled)) {
    if (endpoint.redirects === undefined) throw new Error(`${endpoint.name} does not say that it redirects`)
    return redirectReply(handled, requestId)
  }
  if (!endpoint.answer) throw new Error(`${endpoint.name} only redirects`)
  const { answer, cookies } = hasCookies(handled) ? handled : withCookies(handled)
  const produces = endpoint.produces ?? 'application/json; charset=utf-8'
  const headers: Record<string, string> = {
    'Content-Type': produces,
    ...SECURITY_HEADERS,
    'X-Request-Id': requestId,
  }
  if (produces.startsWith('text/html'))
    headers['Content-Security-Policy'] = pagePolicy(endpoint.formsLeadTo ?? [])
  // The schema decides what leaves: a field it does not name is not sent, whatever the handler returned.
  const body: unknown = endpoint.answer.parse(answer)
  return {
    status: endpoint.status ?? 200,
    headers,
    cookies: cookies.map(cookieHeader),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

export const redirectReply = ({ to, cookies }: Redirect, requestId: string): Reply => ({
  status: 303,
  headers: { ...SECURITY_HEADERS, Location: to, 'X-Request-Id': requestId },
  cookies: cookies.map(cookieHeader),
  body: '',
})

import type { OAuthProblem } from './oauth-problem.ts'
import type { OAuthReply } from './parts.ts'

const NO_STORE = { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' }

export function json(body: unknown, status = 200): OAuthReply {
  return {
    status,
    headers: { ...NO_STORE, 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(body),
  }
}

export function text(body: string, status: number): OAuthReply {
  return { status, headers: { ...NO_STORE, 'content-type': 'text/plain;charset=UTF-8' }, body }
}

/** To another address, which the browser asks for with GET. */
export function redirect(address: string, cookies: readonly string[] = []): OAuthReply {
  return {
    status: 302,
    headers: { ...NO_STORE, location: address, ...(cookies.length > 0 && { 'set-cookie': cookies }) },
  }
}

export function refusal({ error, message, status }: OAuthProblem): OAuthReply {
  return json({ error, error_description: message }, status)
}

/** As Salesforce writes an error where no JSON is expected. */
export function errorText({ error, message }: OAuthProblem): string {
  return `error=${encodeURIComponent(error)}&error_description=${encodeURIComponent(message)}`
}

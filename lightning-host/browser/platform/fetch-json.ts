/** What the platform rejects with when a call fails: LWC code reads `error.body.message`. */
export interface FetchErrorResponse {
  body: { message: string; exceptionType?: string; [more: string]: unknown }
  status: number
  statusText: string
  ok: false
  errorType: 'fetchResponse'
  headers: Record<string, string>
}

/** Fetches JSON from the org; rejects the way the platform does, with a plain frozen object. */
export async function fetchJson(url: string, init?: RequestInit): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, { ...init, headers: { accept: 'application/json', ...init?.headers } })
  } catch {
    throw failure(0, 'Disconnected or Canceled', { message: 'Disconnected or Canceled' })
  }
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return deepFreeze(body)
  throw failure(response.status, response.statusText, readable(body, response))
}

/** Data from a wire is shared between components, so the platform does not let one of them change it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}

function readable(body: unknown, response: Response): FetchErrorResponse['body'] {
  const message = (body as { message?: unknown } | undefined)?.message
  if (typeof message === 'string') return body as FetchErrorResponse['body']
  return { message: `The org answered ${response.status} ${response.statusText}`.trim() }
}

function failure(status: number, statusText: string, body: FetchErrorResponse['body']): FetchErrorResponse {
  return deepFreeze({ body, status, statusText, ok: false, errorType: 'fetchResponse', headers: {} })
}

interface Messages {
  message?: string
}

/** The shapes in which Apex, Lightning Data Service and the browser report a failure. */
interface Failure extends Messages {
  status?: number
  statusText?: string
  body?: Messages[] | (Messages & { pageErrors?: Messages[]; fieldErrors?: Record<string, Messages[]> })
}

export interface ReducedErrors {
  /** What to tell the user, each thing once. */
  messages: string[]
  /** What an administrator may want to know, such as the status. */
  details: string[]
}

export function reduceErrors(errors: unknown): ReducedErrors {
  const failures = (Array.isArray(errors) ? errors : [errors]).filter(Boolean) as (Failure | string)[]
  return {
    messages: unique(failures.flatMap(messagesOf)),
    details: unique(failures.flatMap(detailsOf)),
  }
}

function messagesOf(failure: Failure | string): string[] {
  if (typeof failure === 'string') return [failure]
  const inside = bodyMessages(failure.body)
  return inside.length > 0 ? inside : texts([failure])
}

function bodyMessages(body: Failure['body']): string[] {
  if (!body) return []
  if (Array.isArray(body)) return texts(body)
  const fields = Object.values(body.fieldErrors ?? {}).flat()
  const inside = texts([...(body.pageErrors ?? []), ...fields])
  return inside.length > 0 ? inside : texts([body])
}

function detailsOf(failure: Failure | string): string[] {
  if (typeof failure === 'string') return []
  const line = [failure.status, failure.statusText].filter(Boolean).join(' ')
  return line ? [line] : []
}

function texts(items: readonly Messages[]): string[] {
  return items.flatMap(({ message }) => message || [])
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)]
}

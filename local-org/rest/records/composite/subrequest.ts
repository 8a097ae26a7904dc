import type { Values } from '../../../records/types.ts'
import { SalesforceProblem } from '../../../salesforce-problem.ts'
import type { Method, Reply } from '../../call.ts'
import { isObject } from '../body.ts'

export interface Subrequest {
  readonly method: Method
  readonly url: string
  readonly referenceId: string
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
}

export interface Subresponse {
  readonly body: unknown
  readonly httpHeaders: Readonly<Record<string, string>>
  readonly httpStatusCode: number
  readonly referenceId: string
}

const REFERENCE = /^[A-Za-z]\w*$/

export function invalidInput(words: string): SalesforceProblem {
  return new SalesforceProblem(400, 'INVALID_INPUT', words)
}

/** The list of calls that a call is made of. */
export function listIn(body: Values, name: string, most: number): readonly Values[] {
  const list = body[name]
  if (!Array.isArray(list) || !list.every(isObject)) throw invalidInput(`${name} must be a list of requests`)
  if (list.length <= most) return list
  const words = `Limit exceeded: at most ${most} ${name} can be made in one call, not ${list.length}`
  throw new SalesforceProblem(400, 'LIMIT_EXCEEDED', words)
}

export function subrequests(list: readonly Values[]): readonly Subrequest[] {
  const requests = list.map(subrequest)
  const ids = requests.map(({ referenceId }) => referenceId)
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  if (repeated !== undefined) throw invalidInput(`Duplicate referenceId: ${repeated}`)
  return requests
}

function subrequest({ method, url, referenceId, body, httpHeaders }: Values): Subrequest {
  if (typeof referenceId !== 'string' || !REFERENCE.test(referenceId)) {
    throw invalidInput('Every subrequest needs a referenceId of letters, digits and underscores')
  }
  if (typeof method !== 'string' || typeof url !== 'string') {
    throw invalidInput(`The subrequest ${referenceId} needs a method and a url`)
  }
  const named = Object.entries(isObject(httpHeaders) ? httpHeaders : {})
  const headers = Object.fromEntries(named.map(([name, value]) => [name.toLowerCase(), String(value)]))
  return { method: method.toUpperCase() as Method, url, referenceId, body, headers }
}

/** What a reply says, as JSON. */
export async function bodyOf({ json, text, stream }: Reply): Promise<unknown> {
  if (json !== undefined) return json
  if (!stream) return text ?? null
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer | string>) chunks.push(Buffer.from(chunk))
  const whole = Buffer.concat(chunks).toString('utf8')
  return whole === '' ? null : (JSON.parse(whole) as unknown)
}

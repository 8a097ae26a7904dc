import { isObject } from '../body.ts'
import type { Subrequest, Subresponse } from './subrequest.ts'

const REFERENCE = /@\{([A-Za-z]\w*)((?:\.\w+|\[\d+\])*)\}/g
const STEP = /\.(\w+)|\[(\d+)\]/g

/** A reference to what no earlier answer holds. */
export class UnknownReference extends Error {
  override readonly name = 'UnknownReference'
}

type Answers = ReadonlyMap<string, Subresponse>

/** The same request with values from earlier answers in the place of references: `@{newAccount.id}`. */
export function withAnswers(request: Subrequest, answers: Answers): Subrequest {
  const url = textWithAnswers(request.url, answers, encodeURIComponent)
  return { ...request, url, body: valueWithAnswers(request.body, answers) }
}

function valueWithAnswers(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') return textWithAnswers(value, answers, (text) => text)
  if (Array.isArray(value)) return value.map((each) => valueWithAnswers(each, answers))
  if (!isObject(value)) return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([name, each]) => [name, valueWithAnswers(each, answers)]))
}

function textWithAnswers(text: string, answers: Answers, escape: (text: string) => string): string {
  return text.replace(REFERENCE, (_, id: string, path: string) => escape(valueAt(id, path, answers)))
}

function valueAt(id: string, path: string, answers: Answers): string {
  const answer = answers.get(id)
  if (!answer) throw new UnknownReference(`Invalid reference specified. No value for ${id}${path} found`)
  let value = answer.httpStatusCode < 400 ? answer.body : undefined
  for (const [, name, index] of path.matchAll(STEP)) {
    value = name === undefined ? (value as unknown[] | undefined)?.[Number(index)] : fieldOf(value, name)
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  throw new UnknownReference(`Invalid reference specified. No value for ${id}${path} found in ${id}`)
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

import type { ApiCall } from '../rest/call.ts'
import { refused } from './problems.ts'

export type Body = Readonly<Record<string, unknown>>

export async function jsonObject(call: ApiCall): Promise<Body> {
  return asObject(await call.json())
}

export function asObject(json: unknown): Body {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Body
  throw refused('JSON_PARSER_ERROR', 'The request body must be a JSON object')
}

export function textOf(body: Body, property: string): string | undefined {
  const value = body[property]
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

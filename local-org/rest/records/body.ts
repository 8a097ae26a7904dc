import type { Values } from '../../records/types.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { ApiCall } from '../call.ts'

export function isObject(json: unknown): json is Values {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** A body that must be one JSON object. */
export async function objectIn(call: ApiCall): Promise<Values> {
  const json = await call.json()
  if (isObject(json)) return json
  const token = Array.isArray(json) ? 'START_ARRAY' : 'VALUE'
  const words = `Unexpected parameter encountered during deserialization: ${token} at [line:1, column:1]`
  throw new SalesforceProblem(400, 'JSON_PARSER_ERROR', words)
}

/** The values of one record; what the address already says must not be said again. */
export async function valuesIn(call: ApiCall, ...inAddress: readonly string[]): Promise<Values> {
  const { attributes: _, ...values } = await objectIn(call)
  for (const name of ['Id', ...inAddress]) {
    const given = Object.keys(values).find((each) => each.toLowerCase() === name.toLowerCase())
    if (given === undefined) continue
    const words = `The ${name} field should not be specified in the sobject data.`
    throw new SalesforceProblem(400, 'INVALID_FIELD', words)
  }
  return values
}

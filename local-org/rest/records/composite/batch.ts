import type { Values } from '../../../records/types.ts'
import { SalesforceProblem } from '../../../salesforce-problem.ts'
import type { ApiCall, Dispatch, Method, Reply } from '../../call.ts'
import { isObject, objectIn } from '../body.ts'
import { bodyOf, invalidInput, listIn } from './subrequest.ts'

const MOST_REQUESTS = 25
const HALTED = [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }]

/** Calls that know nothing of one another. */
export async function batch(dispatch: Dispatch, call: ApiCall): Promise<Reply> {
  const body = await objectIn(call)
  const requests = listIn(body, 'batchRequests', MOST_REQUESTS)
  const results: { statusCode: number; result: unknown }[] = []
  for (const request of requests) {
    const isHalted = body['haltOnError'] === true && results.some(hasFailed)
    results.push(isHalted ? { statusCode: 412, result: HALTED } : await answer(dispatch, call, request))
  }
  return { status: 200, json: { hasErrors: results.some(hasFailed), results } }
}

function hasFailed({ statusCode }: { statusCode: number }): boolean {
  return statusCode >= 400
}

async function answer(dispatch: Dispatch, { version, session }: ApiCall, request: Values) {
  const { method, url, richInput } = request
  if (typeof method !== 'string' || typeof url !== 'string') {
    throw invalidInput('Every batch request needs a method and a url')
  }
  const input = richInput === undefined ? {} : { json: richInput }
  const headers = Object.fromEntries(
    Object.entries(isObject(request['httpHeaders']) ? request['httpHeaders'] : {}).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  )
  try {
    const verb = method.toUpperCase() as Method
    const reply = await dispatch({ method: verb, url: fullUrl(url), headers, version, session, ...input })
    return { statusCode: reply.status, result: await bodyOf(reply) }
  } catch (problem) {
    if (!(problem instanceof SalesforceProblem)) throw problem
    return { statusCode: problem.status, result: problem.errors }
  }
}

/** Batches may leave out what all addresses begin with. */
function fullUrl(url: string): string {
  return url.startsWith('/services/data/') ? url : `/services/data/${url.replace(/^\//, '')}`
}

import type { ApiCall, ApiEndpoint, Reply } from '../../call.ts'
import { objectIn } from '../body.ts'
import { batch } from './batch.ts'
import { runInOrder, runTogether, type CompositeParts } from './run.ts'
import { invalidInput, listIn, subrequests } from './subrequest.ts'

export type { CompositeParts }

const MOST_REQUESTS = 25
const MOST_GRAPHS = 75
const MOST_NODES = 500

/** Several calls in one. */
export function compositeEndpoints(parts: CompositeParts): ApiEndpoint[] {
  async function composite(call: ApiCall): Promise<Reply> {
    const body = await objectIn(call)
    const requests = subrequests(listIn(body, 'compositeRequest', MOST_REQUESTS))
    const compositeResponse =
      body['allOrNone'] === true
        ? (await runTogether(parts, call, requests)).responses
        : await runInOrder(parts, call, requests)
    return { status: 200, json: { compositeResponse } }
  }

  async function graph(call: ApiCall): Promise<Reply> {
    const list = listIn(await objectIn(call), 'graphs', MOST_GRAPHS)
    const graphs: unknown[] = []
    for (const each of list) {
      const { graphId } = each
      if (typeof graphId !== 'string') throw invalidInput('Every graph needs a graphId')
      const requests = subrequests(listIn(each, 'compositeRequest', MOST_NODES))
      const { responses, keep } = await runTogether(parts, call, requests)
      graphs.push({ graphId, graphResponse: { compositeResponse: responses }, isSuccessful: keep })
    }
    return { status: 200, json: { graphs } }
  }

  return [
    { method: 'POST', path: '/composite', makesCalls: true, handle: composite },
    {
      method: 'POST',
      path: '/composite/batch',
      makesCalls: true,
      handle: (call) => batch(parts.dispatch, call),
    },
    { method: 'POST', path: '/composite/graph', makesCalls: true, handle: graph },
  ]
}

import type { RecordStore } from '../../../records/store.ts'
import { SalesforceProblem, type SalesforceErrorBody } from '../../../salesforce-problem.ts'
import type { ApiCall, Dispatch, Reply } from '../../call.ts'
import { writerOf } from '../parts.ts'
import { UnknownReference, withAnswers } from './references.ts'
import { bodyOf, type Subrequest, type Subresponse } from './subrequest.ts'

export interface CompositeParts {
  readonly store: RecordStore
  readonly dispatch: Dispatch
}

const HALTED = 'PROCESSING_HALTED'

/** Makes the calls one after the other; later ones may speak of the answers of earlier ones. */
export async function runInOrder(
  { dispatch }: CompositeParts,
  { version, session }: ApiCall,
  requests: readonly Subrequest[],
): Promise<Subresponse[]> {
  const answers = new Map<string, Subresponse>()
  for (const request of requests) {
    const reply = await replyTo(request, answers, ({ method, url, headers, body }) =>
      dispatch({ method, url, headers, version, session, ...(body !== undefined && { json: body }) }),
    )
    const { status, headers = {} } = reply
    const location = headers['location'] ?? headers['Location']
    answers.set(request.referenceId, {
      body: await bodyOf(reply),
      httpHeaders: location === undefined ? {} : { Location: location },
      httpStatusCode: status,
      referenceId: request.referenceId,
    })
  }
  return [...answers.values()]
}

async function replyTo(
  request: Subrequest,
  answers: ReadonlyMap<string, Subresponse>,
  send: (request: Subrequest) => Promise<Reply>,
): Promise<Reply> {
  try {
    return await send(withAnswers(request, answers))
  } catch (problem) {
    if (problem instanceof SalesforceProblem) return { status: problem.status, json: problem.errors }
    if (problem instanceof UnknownReference) return { status: 400, json: [halted(problem.message)] }
    throw problem
  }
}

/** The same, but all of it or nothing. */
export async function runTogether(
  parts: CompositeParts,
  call: ApiCall,
  requests: readonly Subrequest[],
): Promise<{ responses: Subresponse[]; keep: boolean }> {
  const { responses, keep } = await parts.store.together(writerOf(call), async () => {
    const made = await runInOrder(parts, call, requests)
    return { responses: made, keep: made.every(({ httpStatusCode }) => httpStatusCode < 400) }
  })
  return keep ? { responses, keep } : { responses: responses.map(takenBack), keep }
}

function takenBack(response: Subresponse): Subresponse {
  if (response.httpStatusCode >= 400) return response
  const words = 'The transaction was rolled back since another operation in the same transaction failed.'
  return { ...response, body: [halted(words)], httpHeaders: {}, httpStatusCode: 400 }
}

function halted(message: string): SalesforceErrorBody {
  return { errorCode: HALTED, message }
}

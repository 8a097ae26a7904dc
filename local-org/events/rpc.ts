import { randomUUID } from 'node:crypto'
import { Metadata, type ServerErrorResponse } from '@grpc/grpc-js'
import type { handleUnaryCall } from '@grpc/grpc-js'
import type { Access } from './access.ts'
import type { Activities, Activity } from './activity.ts'
import { asPubSubProblem } from './problem.ts'

export interface RpcParts {
  readonly access: Access
  readonly activities: Activities
  now(): number
}

/** A call that is answered once. */
export function answering<Request extends object, Response>(
  parts: RpcParts,
  method: Activity['method'],
  answer: (request: Request, rpcId: string) => Response,
): handleUnaryCall<Request, Response> {
  return ({ metadata, request }, callback) => {
    const activity = parts.activities.start(randomUUID(), method, subjectOf(request))
    try {
      activity.userId = parts.access(metadata).userId
      callback(null, answer(request, activity.rpcId))
    } catch (thrown) {
      callback(failed(activity, thrown))
    }
    activity.endedAt = parts.now()
  }
}

function subjectOf(request: object): string {
  return Object.values(request).find((value) => typeof value === 'string') ?? ''
}

/** The gRPC status for what went wrong, as Salesforce words it: with the id of the call at the end. */
export function failed(activity: Activity, thrown: unknown): ServerErrorResponse {
  const problem = asPubSubProblem(thrown)
  const { rpcId } = activity
  activity.errorCode = problem.errorCode
  const metadata = new Metadata()
  metadata.set('error-code', problem.errorCode)
  metadata.set('rpc-id', rpcId)
  const details = `${problem.message} rpcId: ${rpcId}`
  return { name: problem.name, message: details, code: problem.status, details, metadata }
}

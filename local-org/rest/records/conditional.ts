import { timeOf } from '../../records/time.ts'
import type { SObject } from '../../records/types.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { ApiCall } from '../call.ts'

/** `If-Modified-Since`: the client has this record already. */
export function isKnown(call: ApiCall, record: SObject): boolean {
  const since = Date.parse(call.header('if-modified-since') ?? '')
  return timeOf(record['LastModifiedDate']) <= since
}

/** `If-Unmodified-Since`: the client will not write over what it has not seen. */
export function checkUnmodified(call: ApiCall, record: SObject): void {
  const since = Date.parse(call.header('if-unmodified-since') ?? '')
  if (!(timeOf(record['LastModifiedDate']) > since)) return
  throw new SalesforceProblem(412, 'PRECONDITION_FAILED', 'The entity was modified after the given time')
}

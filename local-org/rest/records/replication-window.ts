import { momentIn } from '../../records/rules/times.ts'
import { stampOf, timeOf } from '../../records/time.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { ApiCall } from '../call.ts'

const MINUTE = 60_000
const REACH = 30 * 86_400_000

/** From when to when a client wants to know what changed: whole minutes, not longer ago than the org remembers. */
export interface ReplicationWindow {
  readonly start: number
  readonly end: number
  readonly latestDateCovered: string
  readonly earliestDateAvailable: string
}

export function replicationWindow(call: ApiCall, now: number): ReplicationWindow {
  const [start, end] = [moment(call, 'start'), moment(call, 'end')]
  if (end - start < MINUTE) throw outOfRange('endDate must be at least one minute greater than startDate')
  if (start < wholeMinute(now) - REACH) throw outOfRange('startDate cannot be more than 30 days ago')
  return {
    start,
    end,
    latestDateCovered: stampOf(Math.min(end, wholeMinute(now))),
    earliestDateAvailable: stampOf(wholeMinute(now) - REACH),
  }
}

function moment({ query }: ApiCall, name: string): number {
  const text = query.get(name)
  if (text === null) throw new SalesforceProblem(400, 'MISSING_ARGUMENT', `${name} is required`)
  // A plus that was sent without being escaped arrives as a blank.
  const found = momentIn(text.replace(' ', '+'))
  if (found === undefined) throw outOfRange(`${name} is not a date: ${text}`)
  return wholeMinute(timeOf(found))
}

function wholeMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE
}

function outOfRange(words: string): SalesforceProblem {
  return new SalesforceProblem(400, 'INVALID_REPLICATION_DATE', words)
}

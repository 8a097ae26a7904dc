import type { ApiCall } from '../../rest/call.ts'
import { breath, createProgress, isOver } from '../progress.ts'
import type { WantedQuery } from './create.ts'
import type { QueryJob } from './job.ts'
import { failureOf, results, type RunParts } from './run.ts'
import type { Held } from './shelf.ts'

export interface QueryJobParts extends RunParts {
  readonly id: string
  readonly now: () => number
}

export function createQueryJob(wanted: WantedQuery, call: ApiCall, parts: QueryJobParts): QueryJob {
  const { operation, text, query, format } = wanted
  const { version, session } = call
  const progress = createProgress('UploadComplete', parts.now)
  const identity = [text, operation, version, session.userId, format]
  let processed = 0
  let held: Held | undefined
  let ended = Promise.resolve()

  async function work() {
    // Whoever created the job is answered first.
    await breath()
    if (isOver(progress.state)) return
    progress.to('InProgress')
    try {
      const onRows = (rows: number) => (processed = rows)
      const run = { jobId: parts.id, query, format, identity, signal: progress.signal, onRows }
      held = await results(run, parts)
      if (isOver(progress.state)) return
      processed = held.rendering.rows
      progress.to('JobComplete')
    } catch (problem) {
      if (!isOver(progress.state)) progress.to('Failed', failureOf(problem))
    }
  }

  return {
    id: parts.id,
    jobType: 'V2Query',
    operation,
    object: query.object,
    userId: session.userId,
    version,
    format,
    progress,
    get processed() {
      return processed
    },
    get results() {
      return progress.state === 'JobComplete' ? held : undefined
    },
    run() {
      ended = work()
    },
    async discard() {
      progress.abort()
      await ended
      await held?.release()
    },
  }
}

import type { Logger } from 'pino'
import type { Job } from 'pg-boss'
import type { Database } from '../store/index.ts'
import { bossOn } from './boss.ts'
import type { BoundTask, Recurring } from './task.ts'

export interface WorkerOptions {
  db: Database
  log: Logger
  tasks: readonly BoundTask[]
  recurring: readonly Recurring[]
  /** How many of each task one worker does at a time. */
  atATime?: number
  /** How often it looks for work whose worker has fallen silent. */
  watchSeconds?: number
}

export interface Worker {
  /** Takes no more work and asks what is under way to end; what does not is given to another. */
  stop(): Promise<void>
}

/** Work that is under way when a worker stops has this long to come to an end. */
const GRACE_MS = 3_000

/** It is told of what is sent; it looks for itself for what is to be tried again, or was not heard. */
const LOOKS = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }

/** Any number of workers, on any number of machines, share what is sent: each piece goes to one of them. */
export async function startWorker({
  db,
  log,
  tasks,
  recurring,
  atATime = 2,
  watchSeconds = 10,
}: WorkerOptions): Promise<Worker> {
  const boss = bossOn(db, log, {
    useListenNotify: true,
    monitorIntervalSeconds: watchSeconds,
    superviseIntervalSeconds: watchSeconds,
  })
  const stopping = new AbortController()
  await boss.start()
  for (const { task, cron } of recurring) await boss.schedule(task.name, cron, {}, { tz: 'UTC' })
  for (const bound of tasks) {
    const id: string = await boss.work(
      bound.task.name,
      { localConcurrency: atATime, ...LOOKS },
      async (jobs) => {
        // Looks again as soon as it is done: only one is taken at a time, and others may have come meanwhile.
        await runAll(jobs, { bound, log, stopping: stopping.signal }).finally(() => boss.notifyWorker(id))
      },
    )
  }
  return {
    async stop() {
      stopping.abort()
      await boss.stop({ timeout: GRACE_MS, close: false })
    },
  }
}

async function runAll(
  jobs: readonly Job<unknown>[],
  { bound, log, stopping }: { bound: BoundTask; log: Logger; stopping: AbortSignal },
): Promise<void> {
  for (const { id, data, signal, retryCount } of jobs) {
    try {
      await bound.run(data, { signal: AbortSignal.any([signal, stopping]) })
    } catch (error) {
      log.error({ err: error, task: bound.task.name, taskId: id, attempt: retryCount + 1 }, 'a task failed')
      throw error
    }
  }
}

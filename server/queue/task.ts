import type { z } from 'zod'

/** Work for later: its name and the shape of what it is told. What it does is bound where the parts are put together. */
export interface Task<Payload extends object> {
  name: string
  payload: z.ZodType<Payload>
  /** How often it is tried again when it fails, with growing pauses. */
  retries: number
  /** How long one try may take before it is taken for dead. A worker that dies is noticed sooner, by its silence. */
  expireSeconds: number
}

export function defineTask<Payload extends object>(
  task: Pick<Task<Payload>, 'name' | 'payload'> & Partial<Task<Payload>>,
): Task<Payload> {
  return { retries: 3, expireSeconds: 15 * 60, ...task }
}

/** Work may be begun again after a worker died in the middle of it: done twice it must leave what once leaves. */
export type Work<Payload> = (payload: Payload, context: { signal: AbortSignal }) => Promise<void>

export interface BoundTask {
  task: Task<object>
  run(payload: unknown, context: { signal: AbortSignal }): Promise<void>
}

export const bind = <Payload extends object>(task: Task<Payload>, work: Work<Payload>): BoundTask => ({
  task,
  run: (payload, context) => work(task.payload.parse(payload), context),
})

/** A task that comes by itself, at times given as a cron expression in UTC. */
export interface Recurring {
  task: Task<object>
  cron: string
}

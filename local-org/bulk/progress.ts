import { notTerminated, wrongState } from './problems.ts'

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted'

/** A job on its way: its state, and the times that Salesforce tells of. */
export interface Progress {
  readonly createdAt: number
  readonly changedAt: number
  readonly state: JobState
  readonly errorMessage: string | undefined
  /** Milliseconds of work so far. */
  readonly worked: number
  /** Aborted together with the job. */
  readonly signal: AbortSignal
  to(state: JobState, errorMessage?: string): void
  abort(): void
}

export function createProgress(first: JobState, now: () => number): Progress {
  const aborting = new AbortController()
  const createdAt = now()
  let state = first
  let changedAt = createdAt
  let errorMessage: string | undefined
  let startedAt: number | undefined
  let worked = 0

  function to(next: JobState, message?: string) {
    changedAt = now()
    if (next === 'InProgress') startedAt = changedAt
    else if (startedAt !== undefined) worked = changedAt - startedAt
    state = next
    errorMessage = message
  }
  return {
    createdAt,
    signal: aborting.signal,
    get changedAt() {
      return changedAt
    },
    get state() {
      return state
    },
    get errorMessage() {
      return errorMessage
    },
    get worked() {
      return state === 'InProgress' && startedAt !== undefined ? now() - startedAt : worked
    },
    to,
    abort() {
      if (isOver(state)) return
      to('Aborted')
      aborting.abort()
    },
  }
}

export function isOver(state: JobState): boolean {
  return state === 'JobComplete' || state === 'Failed' || state === 'Aborted'
}

/** Refuses to close or abort a job that is beyond that. */
export function checkOpenFor(verb: 'Closing' | 'Aborting', state: JobState, allowed: readonly JobState[]) {
  if (allowed.includes(state)) return
  const word = state === 'Failed' || state === 'Aborted' ? state : 'Completed'
  throw wrongState(`${verb} already ${word} Job not allowed`)
}

export function checkDeletable(state: JobState, allowed: readonly JobState[] = []) {
  if (!isOver(state) && !allowed.includes(state)) throw notTerminated()
}

/** Lets everyone else have a turn. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

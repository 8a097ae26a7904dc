import { setTimeout as delay } from 'node:timers/promises'
import { StoreError } from '../store-error.ts'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import { explain, willPass } from './explain.ts'
import { readPidFile, removeIfForeign } from './pid-file.ts'
import { shutDown } from './postmaster.ts'
import type { Postmaster, PostmasterOptions } from './postmaster.ts'
import { probe } from './probe.ts'
import { isAlive } from './process-identity.ts'

const POLL_MS = 50
/** An unreaped predecessor was seen to block the folder for two seconds. */
const STARTS = 100
const POLLS_PER_NOTE = 200
/** A started PostgreSQL answers at once, if only to say that it is recovering. */
const SILENT_POLLS = 600

/** Finds the running PostgreSQL of this folder or starts one, and waits until it takes queries. */
export async function bringUp(options: PostmasterOptions, signal: AbortSignal): Promise<Postmaster> {
  const { cluster } = options.folder
  let child: Child | undefined
  let starts = 0
  for (let polls = 1, silent = 0; ; polls++) {
    const state = await probe(options.connection, cluster)
    const found = state === 'ready' ? readPidFile(cluster)?.pid : undefined
    if (found !== undefined) return asPostmaster(found, child)
    if (signal.aborted || silent > SILENT_POLLS) throw await giveUp(child, options)
    if (state === 'absent' && (!child || child.exited)) {
      if (child) await mayRetry(child.output(), ++starts, options)
      child = startChild(options)
    }
    silent = state === 'absent' ? silent + 1 : 0
    if (polls % POLLS_PER_NOTE === 0)
      options.log('PostgreSQL is not ready yet (recovering or stopping); waiting for it')
    await delay(POLL_MS)
  }
}

function asPostmaster(pid: number, child: Child | undefined): Postmaster {
  return child && child.pid === pid
    ? { pid, adopted: false, gone: child.gone }
    : { pid, adopted: true, gone: untilGone(pid) }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(POLL_MS * 4, undefined, { ref: false })
}

/** After a start that failed: waits a little if another one may succeed, else throws what it said. */
async function mayRetry(output: string, starts: number, { folder, log }: PostmasterOptions): Promise<void> {
  if (!willPass(output) || starts > STARTS) throw explain(output, folder.cluster)
  if (removeIfForeign(folder.cluster))
    log('Removed a postmaster.pid whose process id now belongs to another program')
  await delay(POLL_MS)
}

async function giveUp(child: Child | undefined, options: PostmasterOptions): Promise<Error> {
  if (child?.pid !== undefined && !child.exited) await shutDown({ pid: child.pid, gone: child.gone }, options)
  return new StoreError(
    'START_FAILED',
    `PostgreSQL in ${options.folder.cluster} did not become ready. See postgres.log.`,
  )
}

import { setTimeout as delay } from 'node:timers/promises'
import { bringUp } from './bring-up.ts'
import { shutDown } from './postmaster.ts'
import type { Postmaster, PostmasterOptions } from './postmaster.ts'

const RESTARTS = 6
const STEADY_MS = 60_000

/** Keeps one PostgreSQL up: when it dies under us it is started again, a few times at growing distance. */
export async function supervise(
  options: PostmasterOptions,
): Promise<{ adopted: boolean; stop(): Promise<void> }> {
  const stopping = new AbortController()
  const first = await bringUp(options, stopping.signal)
  const watching = watch(first, options, stopping.signal)
  return {
    adopted: first.adopted,
    async stop() {
      stopping.abort()
      await watching
    },
  }
}

async function watch(first: Postmaster, options: PostmasterOptions, stopping: AbortSignal): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    stopping.addEventListener('abort', () => {
      resolve()
    })
  })
  const budget = { restarts: 0 }
  for (let current: Postmaster | undefined = first; current;) {
    const steady = setTimeout(() => (budget.restarts = 0), STEADY_MS).unref()
    await Promise.race([current.gone, asked])
    clearTimeout(steady)
    if (stopping.aborted) {
      await shutDown(current, options)
      return
    }
    current = await revive(options, stopping, budget)
  }
}

async function revive(
  options: PostmasterOptions,
  stopping: AbortSignal,
  budget: { restarts: number },
): Promise<Postmaster | undefined> {
  while (budget.restarts < RESTARTS) {
    options.log(`PostgreSQL stopped unexpectedly; starting it again (${++budget.restarts} of ${RESTARTS})`)
    try {
      await delay(50 * 2 ** budget.restarts, undefined, { ref: false, signal: stopping })
      return await bringUp(options, stopping)
    } catch (error) {
      if (stopping.aborted) return undefined
      options.log(error instanceof Error ? error.message : String(error))
    }
  }
  options.log('PostgreSQL keeps stopping, so it is left alone. The reason is in postgres.log.')
  return undefined
}

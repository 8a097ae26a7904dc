import { setTimeout as delay } from 'node:timers/promises'

/** Waiting and chance, which tests replace. */
export interface Patience {
  /** Rejects with the signal's reason when that comes first. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
  /** From 0 up to, but not, 1. */
  random(): number
}

export const systemPatience: Patience = { wait, random: Math.random }

async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

export interface BackoffOptions {
  firstMs: number
  mostMs: number
}

/**
 * How long to wait after so many failures: twice as long each time, up to a bound, and half of it by chance, so that those
 * who failed together do not come back together.
 */
export function backoffMs(
  failures: number,
  { firstMs, mostMs }: BackoffOptions,
  random: () => number,
): number {
  const longest = Math.min(mostMs, firstMs * 2 ** (failures - 1))
  return Math.round(longest / 2 + (random() * longest) / 2)
}

import { setTimeout as delay } from 'node:timers/promises'

/** Waits for a condition, asked every few milliseconds; fails when it does not come true in time. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { what = 'the condition', withinMs = 10_000 }: { what?: string; withinMs?: number } = {},
): Promise<NonNullable<T>> {
  const end = performance.now() + withinMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (performance.now() > end) throw new Error(`${what} did not come true within ${withinMs} ms`)
    await delay(10)
  }
}

import type { Clock } from '../../server/lib/clock.ts'

export interface TestClock extends Clock {
  set(now: Date | string | number): void
  advance(ms: number): void
}

/** A clock that stands still until it is moved. */
export function testClock(start: Date | string | number): TestClock {
  let now = new Date(start)
  return {
    now: () => new Date(now),
    set: (to) => (now = new Date(to)),
    advance: (ms) => (now = new Date(now.getTime() + ms)),
  }
}

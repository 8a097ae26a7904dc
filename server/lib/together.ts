interface Waiting<Asked, Found> {
  asked: Asked
  resolve(found: Found): void
  reject(error: unknown): void
}

export interface TogetherOptions {
  /** How many trips may be under way. While that many are, whatever arrives waits and shares the next one. */
  trips: number
  /** The most questions one trip carries. */
  most: number
}

/**
 * Turns questions asked at the same time into one trip. Alone, a question goes at once; under load each trip carries what
 * arrived during the last, so the cost of a trip is shared when it matters most, and nobody waits for a timer.
 */
export function together<Asked, Found>(
  ask: (questions: readonly Asked[]) => Promise<readonly Found[]>,
  { trips, most }: TogetherOptions,
): (asked: Asked) => Promise<Found> {
  const waiting: Waiting<Asked, Found>[] = []
  let underWay = 0
  let scheduled = false

  function depart(): void {
    scheduled = false
    while (underWay < trips && waiting.length > 0) void travel(waiting.splice(0, most))
  }

  async function travel(group: Waiting<Asked, Found>[]): Promise<void> {
    underWay++
    try {
      const found = await ask(group.map(({ asked }) => asked))
      group.forEach(({ resolve, reject }, i) => {
        if (i in found) resolve(found[i] as Found)
        else reject(new Error('a question came back without an answer'))
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      underWay--
      depart()
    }
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      if (scheduled || underWay >= trips) return
      scheduled = true
      // After the event loop has handed over every request that has arrived already.
      setImmediate(depart)
    })
}

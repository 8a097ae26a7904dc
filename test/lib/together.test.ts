import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { together } from '../../server/lib/together.ts'

/** A trip whose return the test decides. */
function controlled() {
  const trips: {
    questions: readonly number[]
    back: (found: readonly string[]) => void
    lost: (error: Error) => void
  }[] = []
  const ask = (questions: readonly number[]) =>
    new Promise<readonly string[]>((back, lost) => trips.push({ questions, back, lost }))
  return { trips, ask }
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
const answers = (questions: readonly number[]) => questions.map((question) => `answer ${question}`)

describe('questions asked together', () => {
  test('a question alone goes at once', async () => {
    const { trips, ask } = controlled()
    const answer = together(ask, { trips: 1, most: 10 })(7)
    await turn()
    expect(trips.map(({ questions }) => questions)).toEqual([[7]])
    trips[0]!.back(['seven'])
    expect(await answer).toBe('seven')
  })

  test('what arrives while all trips are away shares the next one, and each gets its own answer', async () => {
    const { trips, ask } = controlled()
    const put = together(ask, { trips: 1, most: 10 })
    const first = put(1)
    await turn()
    const later = [put(2), put(3), put(4)]
    await turn()
    expect(trips).toHaveLength(1)
    trips[0]!.back(answers([1]))
    await first
    await turn()
    expect(trips[1]!.questions).toEqual([2, 3, 4])
    trips[1]!.back(answers([2, 3, 4]))
    expect(await Promise.all(later)).toEqual(['answer 2', 'answer 3', 'answer 4'])
  })

  test('a trip that is lost fails the questions it carried and no others', async () => {
    const { trips, ask } = controlled()
    const put = together(ask, { trips: 1, most: 2 })
    const asked = [put(1), put(2), put(3)]
    const outcomes = Promise.allSettled(asked)
    await turn()
    trips[0]!.lost(new Error('lost'))
    await turn()
    trips[1]!.back(answers([3]))
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })

  test('a question that comes back without an answer is an error, not undefined', async () => {
    const put = together((_questions: readonly number[]) => Promise.resolve([] as string[]), {
      trips: 1,
      most: 2,
    })
    await expect(put(1)).rejects.toThrow('without an answer')
  })

  test('however many are asked, each is carried exactly once, in groups no larger than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 9 }),
        async (count, trips, most) => {
          let underWay = 0
          const groups: number[] = []
          const put = together(
            async (questions: readonly number[]) => {
              underWay++
              expect(underWay).toBeLessThanOrEqual(trips)
              groups.push(questions.length)
              await turn()
              underWay--
              return answers(questions)
            },
            { trips, most },
          )
          const asked = Array.from({ length: count }, (_, i) => i)
          expect(await Promise.all(asked.map(put))).toEqual(answers(asked))
          expect(groups.reduce((sum, size) => sum + size, 0)).toBe(count)
          expect(Math.max(0, ...groups)).toBeLessThanOrEqual(most)
        },
      ),
    )
  })
})

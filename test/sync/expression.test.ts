import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExpression, type Expression } from '../../server/sync/filter/expression.ts'

/** What an expression says of conditions that hold or do not. */
function holds(expression: Expression, truth: readonly boolean[]): boolean {
  switch (expression.kind) {
    case 'condition':
      return truth[expression.number - 1] ?? false
    case 'not':
      return !holds(expression.of, truth)
    case 'all':
      return expression.of.every((part) => holds(part, truth))
    case 'any':
      return expression.of.some((part) => holds(part, truth))
  }
}

const written = (expression: Expression): string => {
  if (expression.kind === 'condition') return `${expression.number}`
  if (expression.kind === 'not') return `NOT (${written(expression.of)})`
  const word = expression.kind === 'all' ? ' AND ' : ' or '
  return expression.of.map((part) => `(${written(part)})`).join(word)
}

const CONDITIONS = 4
const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ one: Expression }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 1, max: CONDITIONS }).map((number) => ({ kind: 'condition', number }) as const),
    tie('one').map((of) => ({ kind: 'not', of }) as const),
    fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('one'), { minLength: 2, maxLength: 3 }))
      .map(([kind, of]) => ({ kind, of }) as const),
  ),
})).one

describe('a filter expression', () => {
  test('means what it says, however it is nested', () => {
    const everyOne = Array.from({ length: CONDITIONS }, (_, n) => n + 1)
    fc.assert(
      fc.property(anyExpression, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (meant, truth) => {
        // All conditions must be named: the others are joined to it without changing what it means.
        const all = everyOne.map((n) => `${n} OR NOT ${n}`).map((part) => `(${part})`)
        const parsed = parseExpression([`(${written(meant)})`, ...all].join(' AND '), CONDITIONS)
        expect('expression' in parsed && holds(parsed.expression, truth)).toBe(holds(meant, truth))
      }),
    )
  })

  test.each([
    ['1 AND (2 OR 3)', 3, { kind: 'all', of: [one(1), { kind: 'any', of: [one(2), one(3)] }] }],
    ['not 1', 1, { kind: 'not', of: one(1) }],
    ['(((1)))', 1, one(1)],
    ['1 and 2 AND 3', 3, { kind: 'all', of: [one(1), one(2), one(3)] }],
  ])('%s is read as it is meant', (text, conditions, expression) => {
    expect(parseExpression(text, conditions)).toEqual({ expression })
  })

  test.each([
    ['1 AND 2 OR 3', 3, 8, 'side by side'],
    ['1 AND', 1, 5, 'it ends'],
    ['', 1, 0, 'it ends'],
    ['(1', 1, 2, 'closing parenthesis'],
    ['1)', 1, 1, 'not expected'],
    ['1 2', 2, 2, 'not expected'],
    ['1 XOR 2', 2, 2, 'neither a number'],
    ['1; DROP', 1, 1, 'neither a number'],
    ['1 AND 3', 2, 6, 'no condition 3'],
    ['0', 1, 0, 'no condition 0'],
    ['1', 2, 0, 'condition 2 is not used'],
    ['AND 1', 1, 0, '"AND" comes'],
    ['('.repeat(30) + '1' + ')'.repeat(30), 1, 21, 'too many parentheses'],
  ])('%s is refused, and the place is named', (text, conditions, at, words) => {
    expect(parseExpression(text, conditions)).toMatchObject({
      problem: { at, message: expect.stringContaining(words) as string },
    })
  })

  test('nothing that is typed makes it fail in another way', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.nat(5), (text, conditions) => {
        const parsed = parseExpression(text, conditions)
        expect('expression' in parsed || parsed.problem.at <= text.length).toBe(true)
      }),
    )
  })
})

function one(number: number): Expression {
  return { kind: 'condition', number }
}

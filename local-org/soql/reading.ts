import { literalsIn, placeOfLiteral, type Part } from './library.ts'
import { literalOf } from './literals.ts'
import { unexpected, unsupported } from './problems.ts'
import type { Literal } from './statement.ts'
import { isWord, type Token } from './tokens.ts'

/**
 * Follows the written query while what the parser made of it is gone through in the same order, so that nothing it dropped
 * goes unnoticed.
 */
export interface Reading {
  /** The next AND, OR or NOT, which has to be this one. */
  logic(word: 'AND' | 'OR' | 'NOT'): Token
  literal(value: string): Literal
  /** Refuses a name that stands where none may. */
  misplaced(name: string): Error
  /** Refuses what was written but not read. */
  done(): void
}

const BOOLEAN = /^(true|false)$/i
const CURRENCY = /^[a-z]{3}[\d.]+$/i

export function createReading(part: Part): Reading {
  const { text, tokens } = part
  const logic = part.places
    .map((place) => tokens[place] as Token)
    .filter((token) => isWord(token, 'AND', 'OR', 'NOT'))
    .values()
  const literals = literalsIn(part).values()
  const end = tokens.at(-1) as Token
  let last = 0
  return {
    logic(word) {
      const next = logic.next().value
      if (!next || !isWord(next, word)) throw unexpected(text, next ?? end)
      return next
    },
    literal(value) {
      const place = placeOfLiteral(value)
      if (place === undefined) return namedLiteral(value)
      const token = tokens[place] as Token
      const next = literals.next().value
      if (next !== place) throw unexpected(text, next === undefined ? end : (tokens[next] as Token))
      last = token.at
      try {
        return literalOf(token)
      } catch (error) {
        throw error instanceof RangeError ? unexpected(text, token) : error
      }
    },
    misplaced(name) {
      return unexpected(text, tokens.find((token) => token.at > last && token.text === name) ?? end)
    },
    done() {
      const left = logic.next().value ?? tokens[literals.next().value ?? -1]
      if (left) throw unexpected(text, left)
    },
  }
}

function namedLiteral(value: string): Literal {
  if (/^null$/i.test(value)) return { kind: 'null' }
  if (BOOLEAN.test(value)) return { kind: 'boolean', value: /^true$/i.test(value) }
  if (CURRENCY.test(value)) throw unsupported(`The currency literal ${value}`)
  const [name = '', n] = value.toUpperCase().split(':')
  return { kind: 'days', name, n: n === undefined ? undefined : Number(n) }
}

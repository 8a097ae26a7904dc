import { literalsIn, placeOfLiteral, type Part } from './library.ts'
import { literalOf } from './literals.ts'
import { malformed, unexpected, unsupported } from './problems.ts'
import type { Literal } from './statement.ts'
import { isWord, type Token } from './tokens.ts'

/**
 * Follows the written query while what the parser made of it is gone through in the same order, so that nothing it dropped
 * goes unnoticed.
 */
export interface Reading {
  readonly part: Part
  /** Which token of the part the condition of the next WHERE starts with. */
  where(): number
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
  const conditions = part.places
    .flatMap((place, index) => (isWord(tokens[place], 'WHERE') ? [index + 1] : []))
    .values()
  const literals = literalsIn(part).values()
  const end = tokens.at(-1) as Token
  let last = 0
  return {
    part,
    where: () => conditions.next().value ?? part.places.length,
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
      const literal = literals.next().value
      const condition = conditions.next().value
      const left = literal ?? (condition === undefined ? undefined : part.places[condition - 1])
      if (left !== undefined) throw unexpected(text, tokens[left] as Token)
    },
  }
}

function namedLiteral(value: string): Literal {
  if (/^null$/i.test(value)) return { kind: 'null' }
  if (BOOLEAN.test(value)) return { kind: 'boolean', value: /^true$/i.test(value) }
  if (CURRENCY.test(value)) throw unsupported(`The currency literal ${value}`)
  const [name = '', n] = value.toUpperCase().split(':')
  if (n?.startsWith('-')) throw malformed(`unexpected token: '${n}'`)
  return { kind: 'days', name, n: n === undefined ? undefined : Number(n) }
}

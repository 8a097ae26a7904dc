// The parser loses a NOT here and a parenthesis there, so what holds conditions together is read from the tokens. It is
// relied on for the comparisons, which come in the same order.
import type { Part } from './library.ts'
import { malformed, unexpected } from './problems.ts'
import type { Condition } from './statement.ts'
import { isSymbol, isWord, type Token } from './tokens.ts'

/** Deeper ones would be too deep for the code that goes into each. */
const DEEPEST = 500
const COMPARING = ['=', '!=', '<>', '<', '<=', '>', '>='] as const
const NAMED = ['LIKE', 'IN', 'INCLUDES', 'EXCLUDES'] as const
const AFTERWARDS = ['WITH', 'GROUP', 'ORDER', 'LIMIT', 'OFFSET', 'FOR', 'UPDATE'] as const

/** The condition whose first token is the `start`-th of the part. `leaf` reads one comparison after the other. */
export function conditionTree(part: Part, start: number, leaf: () => Condition): Condition {
  const end = part.tokens.at(-1) as Token
  let at = start
  const token = (): Token => part.tokens[part.places[at] ?? -1] ?? end
  const take = (fits: boolean) => {
    if (!fits) throw unexpected(part.text, token())
    at++
  }
  const skipParentheses = () => {
    let depth = 0
    do {
      if (isSymbol(token(), '(')) depth++
      if (isSymbol(token(), ')')) depth--
      take(token() !== end)
    } while (depth > 0)
  }
  const comparison = (): Condition => {
    take(token().kind === 'word' && !isWord(token(), 'AND', 'OR'))
    if (isSymbol(token(), '(')) skipParentheses()
    if (isWord(token(), 'NOT')) {
      at++
      take(isWord(token(), 'IN'))
    } else {
      take(isSymbol(token(), ...COMPARING) || isWord(token(), ...NAMED))
    }
    if (isSymbol(token(), '(')) skipParentheses()
    else take(token() !== end)
    // The number of LAST_N_DAYS:7
    if (isSymbol(token(), ':')) at += 2
    return leaf()
  }
  const single = (depth: number): Condition => {
    if (depth > DEEPEST) throw malformed(`Conditions are nested too deeply, the maximum is ${DEEPEST} levels`)
    if (isWord(token(), 'NOT')) {
      at++
      return { kind: 'not', part: single(depth + 1) }
    }
    if (!isSymbol(token(), '(')) return comparison()
    at++
    const inner = several(depth + 1)
    take(isSymbol(token(), ')'))
    return inner
  }
  const several = (depth: number): Condition => {
    const first = single(depth)
    const kind = isWord(token(), 'AND') ? 'and' : isWord(token(), 'OR') ? 'or' : undefined
    if (!kind) return first
    const parts = [first]
    while (isWord(token(), 'AND', 'OR')) {
      take(isWord(token(), kind.toUpperCase()))
      parts.push(single(depth))
    }
    return { kind, parts: parts.flatMap((one) => (one.kind === kind ? one.parts : one)) }
  }
  const whole = several(0)
  if (token() !== end && !isSymbol(token(), ')') && !isWord(token(), ...AFTERWARDS)) {
    throw unexpected(part.text, token())
  }
  return whole
}

// Refusals in Salesforce's words, with the place in the query where it gives one.
import { SalesforceProblem } from '../salesforce-problem.ts'

const BEFORE = 30
const AFTER = 31

export function problem(errorCode: string, message: string): SalesforceProblem {
  return new SalesforceProblem(400, errorCode, message)
}

export function malformed(message: string): SalesforceProblem {
  return problem('MALFORMED_QUERY', message)
}

/** For what Salesforce can do and this org cannot: better no answer than a wrong one. */
export function unsupported(construct: string): SalesforceProblem {
  return malformed(`${construct} is not supported by this org`)
}

/** The parser counts columns from 0, and its arrow points one to the left. */
export function malformedAt(
  text: string,
  at: number,
  say: (row: number, column: number) => string,
): SalesforceProblem {
  const { row, column } = placeOf(text, at)
  return malformed(context(text, { at, arrow: Math.max(0, at - 1), row, column }) + say(row, column))
}

export function unexpected(text: string, token: { text: string; at: number }): SalesforceProblem {
  return malformedAt(text, token.at, () => `unexpected token: '${token.text}'`)
}

/** What is wrong with a name in the query: these columns count from 1. */
export function problemAt(text: string, at: number, errorCode: string, message: string): SalesforceProblem {
  const { row, column } = placeOf(text, at)
  return problem(errorCode, context(text, { at, arrow: at, row, column: column + 1 }) + message)
}

function placeOf(text: string, at: number) {
  const lines = text.slice(0, at).split('\n')
  return { row: lines.length, column: (lines.at(-1) ?? '').length }
}

interface Place {
  at: number
  arrow: number
  row: number
  column: number
}

/** The words around the place, an arrow below it, and the place in numbers. */
function context(text: string, { at, arrow, row, column }: Place): string {
  const isCut = (index: number) => /[\s,]/.test(text.charAt(index))
  let from = Math.max(0, Math.min(arrow, at - BEFORE))
  while (from > 0 && !isCut(from - 1)) from--
  let to = Math.min(text.length, at + AFTER)
  while (to < text.length && !isCut(to)) to++
  const words = text.slice(from, to).replaceAll(/[\r\n\t]/g, ' ')
  return `\n${words}\n${' '.repeat(arrow - from)}^\nERROR at Row:${row}:Column:${column}\n`
}

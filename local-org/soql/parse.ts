import { LRUCache } from 'lru-cache'
import { parsePart, type Part } from './library.ts'
import { malformed, malformedAt, unsupported } from './problems.ts'
import { havingOf, statementOf } from './read-statement.ts'
import { createReading } from './reading.ts'
import type { Statement } from './statement.ts'
import { isSymbol, isWord, tokensOf, type Token } from './tokens.ts'

/** Salesforce reads no longer queries. */
const LONGEST = 100_000

export interface Parsed {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly statement: Statement
  /** ALL ROWS: those in the recycle bin as well. */
  readonly allRows: boolean
}

/** Clients ask the same over and over, and reading takes longer than most answers. */
const known = new LRUCache<string, Parsed>({
  max: 500,
  maxSize: 2_000_000,
  sizeCalculation: ({ text }) => text.length,
})

export function parse(text: string): Parsed {
  const parsed = known.get(text) ?? parseAnew(text)
  known.set(text, parsed)
  return parsed
}

function parseAnew(text: string): Parsed {
  if (text.length > LONGEST) throw malformed('SOQL statement is too long, the maximum is 100000 characters')
  if (text.trim() === '') throw malformed('SOQL statements cannot be empty or null')
  const tokens = tokensOf(text)
  refuseBindVariables(text, tokens)
  refuseFunctions(tokens)
  const allRows = isWord(tokens.at(-3), 'ALL') && isWord(tokens.at(-2), 'ROWS')
  const places = tokens.map((_, place) => place).slice(0, allRows ? -3 : -1)
  const { main, having } = withoutHaving(tokens, places)
  return { text, tokens, allRows, statement: read({ text, tokens, places: main }, having) }
}

function read(part: Part, having: readonly number[]): Statement {
  const reading = createReading(part)
  const statement = statementOf(parsePart(part), { reading })
  reading.done()
  return having.length === 0 ? statement : { ...statement, having: readHaving({ ...part, places: having }) }
}

/** The parser loses what follows NOT in a HAVING clause, but knows aggregates in WHERE: so it reads it as that. */
function readHaving(part: Part): Statement['having'] {
  const { text, tokens, places } = part
  const start = ['SELECT', 'Id', 'FROM', 'Name', 'WHERE'].map(
    (word) => ({ kind: 'word', text: word, at: 0 }) as const,
  )
  const all = [...tokens.slice(0, -1), ...start, tokens.at(-1) as Token]
  const whole = {
    text,
    tokens: all,
    places: [...start.map((_, index) => tokens.length - 1 + index), ...places],
  }
  const reading = createReading(whole)
  const having = havingOf(parsePart(whole), { reading })
  reading.done()
  return having
}

const AFTER_HAVING = ['ORDER', 'LIMIT', 'OFFSET', 'FOR', 'UPDATE'] as const

function withoutHaving(tokens: readonly Token[], places: readonly number[]) {
  let depth = 0
  const atTop = places.map((place) => {
    if (isSymbol(tokens[place], '(')) depth++
    if (isSymbol(tokens[place], ')')) depth--
    return depth === 0
  })
  const start = places.findIndex((place, index) => atTop[index] && isWord(tokens[place], 'HAVING'))
  if (start < 0) return { main: places, having: [] }
  const length = places
    .slice(start)
    .findIndex((place, index) => atTop[start + index] && isWord(tokens[place], ...AFTER_HAVING))
  const end = length < 0 ? places.length : start + length
  return { main: [...places.slice(0, start), ...places.slice(end)], having: places.slice(start + 1, end) }
}

const COMPARISONS = ['=', '!=', '<>', '<', '<=', '>', '>='] as const
const DAYS =
  /^(NULL|TRUE|FALSE|TODAY|YESTERDAY|TOMORROW|[A-Z]{3}\d+|(THIS|LAST|NEXT)_[A-Z_\d]+|N_[A-Z_]+_AGO)$/i

/** A field cannot be compared with another, nor with an Apex variable: Salesforce takes both for the latter. */
function refuseBindVariables(text: string, tokens: readonly Token[]) {
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    const isName = token.kind === 'word' && !DAYS.test(token.text) && !isSymbol(tokens[index + 1], '(')
    const compared = isSymbol(before, ...COMPARISONS)
    if (
      (compared && isName) ||
      (isSymbol(token, ':') && !(before?.kind === 'word' && DAYS.test(before.text)))
    ) {
      throw malformedAt(text, token.at, () => 'Bind variables only allowed in Apex code')
    }
  }
}

const REFUSED = [
  'FORMAT',
  'CONVERTCURRENCY',
  'DISTANCE',
  'GEOLOCATION',
  'GROUPING',
  'ROLLUP',
  'CUBE',
] as const

function refuseFunctions(tokens: readonly Token[]) {
  const found = tokens.find((token, index) => isWord(token, ...REFUSED) && isSymbol(tokens[index + 1], '('))
  if (found) throw unsupported(`${found.text}()`)
}

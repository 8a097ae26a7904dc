// The parser we use knows SOQL's grammar, but not all of its literals, and it forgives or forgets some mistakes. It is
// given numbered strings in place of literals, and what it understood is counted against what was written.
import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js'
import { malformed, unexpected } from './problems.ts'
import { isSymbol, isWord, type Token } from './tokens.ts'

/** `'12'` stands for the literal at place 12 among the tokens. */
const PLACEHOLDER = /^'(\d+)'$/

export function placeOfLiteral(value: string): number | undefined {
  const place = PLACEHOLDER.exec(value)?.[1]
  return place === undefined ? undefined : Number(place)
}

/** The tokens from one place up to another, as the parser is given them. */
export interface Part {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly places: readonly number[]
}

export function parsePart(part: Part): Query {
  try {
    return parseQuery(writtenOut(part))
  } catch (error) {
    throw unexpected(part.text, offender(part, error instanceof Error ? error.message : ''))
  }
}

function writtenOut(part: Part): string {
  const literals = new Set(literalsIn(part))
  return part.places
    .map((place) => (literals.has(place) ? `'${place}'` : (part.tokens[place] as Token).text))
    .join(' ')
}

/** The places of the literals; the numbers of LIMIT, OFFSET and LAST_N_DAYS:7 are none. */
export function literalsIn({ tokens, places }: Part): number[] {
  return places.filter((place, index) => {
    const { kind } = tokens[place] as Token
    const before = tokens[places[index - 1] ?? -1]
    return (
      kind === 'string' || (kind === 'number' && !isWord(before, 'LIMIT', 'OFFSET') && !isSymbol(before, ':'))
    )
  })
}

const FOUND = /(?:found --> '([\s\S]*)' <--|but found: '([\s\S]*)'|expecting EOF but found: ([\s\S]*))$/

/** The parser names what it stumbled over, but not where: at the first place where it stumbles over the same. */
function offender({ text, tokens, places }: Part, message: string): Token {
  const end = tokens.at(-1) as Token
  const found = nameIn(message)
  if (found === undefined) throw malformed(message)
  const literal = placeOfLiteral(found)
  if (literal !== undefined) return tokens[literal] ?? end
  for (const [index, place] of places.entries()) {
    const token = tokens[place] as Token
    if (token.text === found && stumblesOver(found, { text, tokens, places: places.slice(0, index + 1) })) {
      return token
    }
  }
  return end
}

function stumblesOver(found: string, part: Part): boolean {
  try {
    parseQuery(writtenOut(part))
    return false
  } catch (error) {
    return error instanceof Error && nameIn(error.message) === found
  }
}

function nameIn(message: string): string | undefined {
  const found: readonly (string | undefined)[] = FOUND.exec(message) ?? []
  return found.slice(1).find((name) => name !== undefined)
}

import { malformedAt } from './problems.ts'

export type TokenKind = 'word' | 'string' | 'number' | 'symbol' | 'end'

/** A piece of a query's text. Numbers, days and times are all of kind `number`. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly at: number
}

const KINDS = {
  space: /\s+/,
  string: /'(?:[^'\\]|\\[\s\S])*'/,
  number:
    /\d{4}-\d\d-\d\d(?:t[\d:.]+(?:z|[+-]\d\d:?\d\d)?)?|\d\d:\d\d:\d\d[\d.]*z|[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?\w*/,
  word: /[a-z_][\w.]*/,
  symbol: /!=|<>|<=|>=|[=<>(),:*]/,
}
const PIECES = new RegExp(
  Object.entries(KINDS)
    .map(([kind, { source }]) => `(?<${kind}>${source})`)
    .join('|'),
  'iuy',
)

/** Cuts a query into pieces; strings stay whole, whatever they hold. The last piece is the end of the text. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    PIECES.lastIndex = at
    const groups = PIECES.exec(text)?.groups
    if (!groups) throw unreadable(text, at)
    const pieces: [string, string | undefined][] = Object.entries(groups)
    const [kind, piece = ''] = pieces.find(([, found]) => found !== undefined) ?? ['space']
    if (kind !== 'space') tokens.push({ kind: kind as TokenKind, text: piece, at })
    at += piece.length
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: text.length })
  return tokens
}

function unreadable(text: string, at: number) {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return character === "'"
    ? malformedAt(
        text,
        text.length,
        (row, column) => `line ${row}:${column} mismatched character '<EOF>' expecting '''`,
      )
    : malformedAt(
        text,
        at,
        (row, column) => `line ${row}:${column} no viable alternative at character '${character}'`,
      )
}

/** Whether a piece is this keyword, in any case. */
export function isWord(token: Token | undefined, ...keywords: readonly string[]): boolean {
  return token?.kind === 'word' && keywords.includes(token.text.toUpperCase())
}

export function isSymbol(token: Token | undefined, ...symbols: readonly string[]): boolean {
  return token?.kind === 'symbol' && symbols.includes(token.text)
}

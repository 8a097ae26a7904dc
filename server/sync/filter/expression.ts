/** How the numbered conditions of a filter are put together. */
export type Expression =
  | { kind: 'condition'; number: number }
  | { kind: 'all' | 'any'; of: readonly Expression[] }
  | { kind: 'not'; of: Expression }

export type Parsed = { expression: Expression } | { problem: ExpressionProblem }

/** What is wrong with it, and at which character. */
export interface ExpressionProblem {
  at: number
  message: string
}

/** Without an expression, all conditions must hold. */
export const allOf = (conditions: number): Expression => ({
  kind: 'all',
  of: Array.from({ length: conditions }, (_, n) => ({ kind: 'condition', number: n + 1 })),
})

/**
 * `1 AND (2 OR 3)`: each condition by its number, none left out. AND beside OR needs parentheses, so that nobody has to
 * know which of them binds more.
 */
export function parseExpression(text: string, conditions: number): Parsed {
  try {
    const tokens = tokensOf(text)
    const reader = createReader(tokens, text.length)
    const expression = readJoined(reader, 0)
    const rest = reader.peek()
    if (rest.text !== '') throw new Refused(rest.at, `"${rest.text}" is not expected here`)
    checkNumbers(tokens, conditions)
    return { expression }
  } catch (error) {
    if (error instanceof Refused) return { problem: { at: error.at, message: error.message } }
    throw error
  }
}

class Refused extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

interface Token {
  text: string
  at: number
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/\d+|[A-Za-z]+|\S/g)].map(({ 0: found, index }) => {
    const token = found.toUpperCase()
    if (/^(\d+|AND|OR|NOT|[()])$/.test(token)) return { text: token, at: index }
    throw new Refused(index, `"${found}" is neither a number, AND, OR, NOT nor a parenthesis`)
  })
}

interface Reader {
  peek(): Token
  next(): Token
}

function createReader(tokens: readonly Token[], end: number): Reader {
  let position = 0
  const peek = () => tokens[position] ?? { text: '', at: end }
  return {
    peek,
    next() {
      const token = peek()
      position++
      return token
    },
  }
}

const DEEPEST = 20

function readJoined(reader: Reader, depth: number): Expression {
  const first = readOne(reader, depth)
  const word = reader.peek().text
  if (word !== 'AND' && word !== 'OR') return first
  const of = [first]
  while (reader.peek().text === word) {
    reader.next()
    of.push(readOne(reader, depth))
  }
  const other = reader.peek()
  if (other.text === 'AND' || other.text === 'OR')
    throw new Refused(other.at, 'AND and OR side by side: put parentheses around what belongs together')
  return { kind: word === 'AND' ? 'all' : 'any', of }
}

function readOne(reader: Reader, depth: number): Expression {
  const token = reader.next()
  if (depth > DEEPEST) throw new Refused(token.at, 'there are too many parentheses')
  if (token.text === 'NOT') return { kind: 'not', of: readOne(reader, depth + 1) }
  if (token.text === '(') {
    const inner = readJoined(reader, depth + 1)
    const close = reader.next()
    if (close.text !== ')') throw new Refused(close.at, 'a closing parenthesis is missing')
    return inner
  }
  if (/^\d+$/.test(token.text)) return { kind: 'condition', number: Number(token.text) }
  const what = token.text === '' ? 'it ends' : `"${token.text}" comes`
  throw new Refused(token.at, `${what} where the number of a condition is expected`)
}

function checkNumbers(tokens: readonly Token[], conditions: number): void {
  const numbers = tokens.filter(({ text }) => /^\d+$/.test(text))
  const unknown = numbers.find(({ text }) => Number(text) < 1 || Number(text) > conditions)
  if (unknown) throw new Refused(unknown.at, `there is no condition ${unknown.text}`)
  const named = new Set(numbers.map(({ text }) => Number(text)))
  for (let number = 1; number <= conditions; number++)
    if (!named.has(number)) throw new Refused(0, `condition ${number} is not used`)
}

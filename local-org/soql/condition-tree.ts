import type { HavingClause, WhereClause } from '@jetstreamapp/soql-parser-js'
import type { Condition } from './statement.ts'
import { unexpected } from './problems.ts'
import type { Reading } from './reading.ts'
import type { Token } from './tokens.ts'

export type Clause = WhereClause | HavingClause
export type Leaf = Exclude<Clause['left'], null>

/** The parser hands out conditions as a chain with counts of parentheses; here they become a row of pieces, then a tree. */
type Piece =
  | { kind: '(' }
  | { kind: ')' }
  | { kind: 'word'; word: 'AND' | 'OR' | 'NOT'; token: Token }
  | { kind: 'leaf'; condition: Condition }

interface Context {
  text: string
  reading: Reading
  leaf(condition: Leaf): Condition
}

export function conditionTree(clause: Clause, context: Context): Condition {
  const pieces = piecesOf(clause, context)
  let at = 0
  const condition = (): Condition => {
    const parts = [factor()]
    const first = wordAt(pieces[at])
    if (!first || first.word === 'NOT') return parts[0] as Condition
    for (let next = wordAt(pieces[at]); next; next = wordAt(pieces[at])) {
      if (next.word !== first.word) throw unexpected(context.text, next.token)
      at++
      parts.push(factor())
    }
    const kind = first.word === 'AND' ? 'and' : 'or'
    return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : part)) }
  }
  const factor = (): Condition => {
    const piece = pieces[at++]
    if (piece?.kind === 'leaf') return piece.condition
    if (piece?.kind === 'word' && piece.word === 'NOT') return { kind: 'not', part: factor() }
    if (piece?.kind !== '(') throw context.reading.misplaced(')')
    const inner = condition()
    if (pieces[at++]?.kind !== ')') throw context.reading.misplaced('')
    return inner
  }
  const whole = condition()
  if (at < pieces.length) throw context.reading.misplaced(')')
  return whole
}

function wordAt(piece: Piece | undefined) {
  return piece?.kind === 'word' ? piece : undefined
}

function piecesOf(clause: Clause, context: Context): Piece[] {
  const pieces: Piece[] = []
  for (let node: Clause | undefined = clause; node; node = 'right' in node ? node.right : undefined) {
    const { left } = node
    const operator = 'operator' in node ? node.operator : undefined
    pieces.push(...parentheses('(', left, 'openParen'))
    if (operator !== 'NOT') {
      if (!left) throw context.reading.misplaced('')
      pieces.push({ kind: 'leaf', condition: context.leaf(left) }, ...parentheses(')', left, 'closeParen'))
    }
    if (operator) pieces.push({ kind: 'word', word: operator, token: context.reading.logic(operator) })
    else if ('right' in node) throw context.reading.misplaced(nameOf(node.right.left))
  }
  return pieces
}

function parentheses(kind: '(' | ')', left: Clause['left'], count: 'openParen' | 'closeParen'): Piece[] {
  const times = left && count in left ? (left as Partial<Record<typeof count, number>>)[count] : 0
  return Array.from({ length: times ?? 0 }, () => ({ kind }))
}

function nameOf(left: Clause['left']): string {
  return left && 'field' in left ? left.field : ''
}

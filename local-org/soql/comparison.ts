import type { Value } from '../records/types.ts'
import { normalizeId } from '../salesforce-id.ts'
import type { Field } from '../schema/types.ts'
import type { Moment } from './date-literals.ts'
import { likePattern } from './like.ts'
import { checkLiteral, familyOf, invalidId, type Complain, type Family } from './literal-kinds.ts'
import { spanOf } from './spans.ts'
import type { Literal, Operator } from './statement.ts'
import { exactly, fold, rank } from './texts.ts'

export type Test = (value: Value) => boolean
/** A test that may depend on the present, which is known only when the query is run. */
export type Bind = (moment: Moment) => Test

interface Comparing {
  field: Field
  family: Family
  operator: Operator
  literals: readonly Literal[]
  complain: Complain
}

export function compareWith(
  field: Field,
  operator: Operator,
  literals: readonly Literal[],
  complain: Complain,
): Bind {
  const family = familyOf(field, operator, complain)
  for (const literal of literals) checkLiteral(field, family, literal, complain)
  const comparing = { field, family, operator, literals, complain }
  switch (operator) {
    case '=':
    case 'IN':
      return equality(comparing)
    case '!=':
    case 'NOT IN':
      return not(equality(comparing))
    case 'LIKE':
      return always(like(comparing))
    case 'INCLUDES':
      return always(includes(literals))
    case 'EXCLUDES':
      return always(opposite(includes(literals)))
    default:
      return ordered(comparing)
  }
}

const always =
  (test: Test): Bind =>
  () =>
    test
const opposite =
  (test: Test): Test =>
  (value) =>
    !test(value)
/** Whatever is not equal is unequal: records without a value as well. */
const not =
  (bind: Bind): Bind =>
  (moment) =>
    opposite(bind(moment))

/** A text, or null for no value: an empty text is none either. */
const textOf = (value: Value) => (typeof value === 'string' && value !== '' ? value : null)
/** An empty string is no value. */
const isNull = (literal: Literal) =>
  literal.kind === 'null' || (literal.kind === 'string' && literal.value === '')
const textsOf = (literals: readonly Literal[]) =>
  literals.flatMap((literal) => (literal.kind === 'string' && literal.value !== '' ? literal.value : []))

function equality({ field, family, literals }: Comparing): Bind {
  const none = literals.some(isNull)
  switch (family) {
    case 'boolean': {
      const sought = literals.map((literal) => literal.kind === 'boolean' && literal.value)
      return always((value) => sought.includes(value === true))
    }
    case 'number': {
      const sought = new Set<Value>(
        literals.map((literal) => (literal.kind === 'number' ? literal.value : null)),
      )
      return always((value) => sought.has(value))
    }
    case 'date':
    case 'datetime':
    case 'time':
      return (moment) => {
        const spans = literals.flatMap((literal) => spanOf(literal, family, moment) ?? [])
        return (value) => {
          const text = textOf(value)
          return text === null ? none : spans.some(({ start, end }) => text >= start && text <= end)
        }
      }
    case 'id':
      return always(oneOf(textsOf(literals).map(asId), { none, by: exactly }))
    case 'choices':
      return always(oneOf(textsOf(literals).map(choiceSet), { none, by: choiceSet }))
    case 'text':
      return always(oneOf(textsOf(literals).map(folding(field)), { none, by: folding(field) }))
  }
}

function oneOf(
  sought: readonly string[],
  { none, by }: { none: boolean; by: (text: string) => string },
): Test {
  const all = new Set(sought)
  const [only] = sought
  const found = all.size === 1 ? (text: string) => text === only : (text: string) => all.has(text)
  return (value) => {
    const text = textOf(value)
    return text === null ? none : found(by(text))
  }
}

export const folding = (field: Field) => (field.caseSensitive ? exactly : fold)

export function asId(text: string): string {
  const id = normalizeId(text)
  if (id === undefined) throw invalidId(text)
  return id
}

/** The chosen values of a multi-select picklist, whatever their order. */
function choiceSet(text: string): string {
  return text.split(';').map(fold).sort().join(';')
}

function like({ field, literals: [literal] }: Comparing): Test {
  if (literal?.kind !== 'string') return () => false
  const matches = likePattern(literal.raw, folding(field))
  return (value) => {
    const text = textOf(value)
    return text !== null && matches(text)
  }
}

/** Each literal asks for all of its values at once, one of the literals has to be met. */
function includes(literals: readonly Literal[]): Test {
  const sought = textsOf(literals).map((text) => text.split(';').map(fold))
  return (value) => {
    if (typeof value !== 'string' || value === '') return false
    const chosen = value.split(';').map(fold)
    return sought.some((all) => all.every((choice) => chosen.includes(choice)))
  }
}

/** Nothing is before or after what is not there. */
function ordered({ field, family, operator, literals: [literal] }: Comparing): Bind {
  if (!literal || isNull(literal)) return always(() => false)
  if (literal.kind === 'number') {
    const { value: bound } = literal
    return always(
      sided(operator, { start: bound, end: bound }, (value) => (typeof value === 'number' ? value : null)),
    )
  }
  if (literal.kind === 'string') {
    const by = family === 'id' || field.caseSensitive ? exactly : rank
    const bound = family === 'id' ? asId(literal.value) : by(literal.value)
    return always(sided(operator, { start: bound, end: bound }, keyed(by)))
  }
  return (moment) => {
    const span = spanOf(literal, family, moment)
    if (!span) return () => false
    const after = operator === '>' ? (span.after ?? span.end) : span.end
    return sided(operator, { start: span.start, end: after }, textOf)
  }
}

const keyed = (by: (text: string) => string) => (value: Value) => {
  const text = textOf(value)
  return text === null ? null : by(text)
}

/** `<` and `>=` look at where a stretch of time starts, `>` and `<=` at where it ends. */
function sided<K extends string | number>(
  operator: Operator,
  { start, end }: { start: K; end: K },
  keyOf: (value: Value) => K | null,
): Test {
  const test = (holds: (key: K) => boolean): Test => {
    return (value) => {
      const key = keyOf(value)
      return key !== null && holds(key)
    }
  }
  switch (operator) {
    case '<':
      return test((key) => key < start)
    case '>=':
      return test((key) => key >= start)
    case '<=':
      return test((key) => key <= end)
    default:
      return test((key) => key > end)
  }
}

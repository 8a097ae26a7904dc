// What a condition tells of where its records are to be found, so that not all have to be looked at.
import { normalizeId } from '../salesforce-id.ts'
import type { Field } from '../schema/types.ts'
import type { Moment } from './date-literals.ts'
import type { Operand } from './operand.ts'
import { spanOf } from './spans.ts'
import type { Comparison, Join } from './statement.ts'
import { timeOf } from './texts.ts'

export type Hint =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'children'; readonly field: Field; readonly ids: readonly string[] }
  | { readonly kind: 'joined'; readonly join: Join; readonly field: Field }
  | { readonly kind: 'since'; time(moment: Moment): number | undefined }

/** Of a comparison that every record of the answer meets. */
export function hintOf(operand: Operand, { operator, literals }: Comparison): Hint | undefined {
  const { field, steps } = operand
  if (steps.length > 0) return undefined
  if (operator === '=' || operator === 'IN') {
    const ids = literals.map((literal) =>
      literal.kind === 'string' ? normalizeId(literal.value) : undefined,
    )
    const known = ids.filter((id) => id !== undefined)
    if (known.length < ids.length) return undefined
    if (field.type === 'id') return { kind: 'ids', ids: sorted(known) }
    if (isStored(field)) return { kind: 'children', field, ids: sorted(known) }
    return undefined
  }
  const [literal] = literals
  if (field.name !== 'SystemModstamp' || field.formula || !literal || !operator.startsWith('>'))
    return undefined
  return {
    kind: 'since',
    time(moment) {
      const span = spanOf(literal, 'datetime', moment)
      return span && timeOf(span.start)
    },
  }
}

export function joinHint({ field, steps }: Operand, join: Join): Hint | undefined {
  if (join.negated || steps.length > 0) return undefined
  return field.type === 'id' || isStored(field) ? { kind: 'joined', join, field } : undefined
}

function isStored(field: Field): boolean {
  return field.type === 'reference' && !field.formula && !field.initial
}

export function sorted(ids: Iterable<string>): string[] {
  return [...new Set(ids)].sort()
}

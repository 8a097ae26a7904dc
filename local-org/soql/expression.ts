import type { SObject, Value } from '../records/types.ts'
import type { Field } from '../schema/types.ts'
import { dateFunction } from './date-functions.ts'
import { operandOf, type Level, type Operand, type Valued } from './operand.ts'
import { malformed, unsupported } from './problems.ts'
import type { Call, Expression } from './statement.ts'
import { UTC } from './time-zone.ts'

/** A field, or a function of one. */
export interface Computed extends Valued<SObject> {
  /** The field that stands at the bottom. */
  readonly operand: Operand
  readonly isFunction: boolean
}

export function computedOf(level: Level, expression: Expression, after?: string): Computed {
  if (expression.kind === 'path') {
    const operand = operandOf(level, expression.text, after)
    return { ...operand, operand, isFunction: false }
  }
  const [parameter, more] = expression.parameters
  if (!parameter || more) throw malformed(`Invalid number of arguments: ${expression.text}`)
  if (expression.name === 'TOLABEL') return labelOf(computedOf(level, parameter, after))
  return datePart(level, expression, after)
}

function datePart(level: Level, call: Call, after?: string): Computed {
  const found = dateFunction(call.name)
  if (!found) throw unsupported(`${call.name}()`)
  const [inner] = call.parameters
  const converted = inner?.kind === 'call' && inner.name === 'CONVERTTIMEZONE'
  const of = converted ? inner.parameters[0] : inner
  if (of?.kind !== 'path') throw malformed(`Invalid argument: ${call.text}`)
  const operand = operandOf(level, of.text, after)
  if (!found.takes.includes(operand.field.type) || (converted && operand.field.type !== 'datetime')) {
    throw malformed(`field ${operand.name} does not support the function ${call.name}`)
  }
  const zone = converted ? level.context.zone : UTC
  const field: Field = { name: call.text, label: call.text, type: found.type }
  return {
    name: call.text,
    field,
    operand,
    isFunction: true,
    value: (record) => found.apply(operand.value(record), zone),
  }
}

/** toLabel: what users see in place of a picklist's values. */
function labelOf({ operand, isFunction }: Computed): Computed {
  if (isFunction) throw malformed('toLabel can only be applied to a field')
  const labels = new Map(operand.field.picklist?.map(({ value, label }) => [value, label ?? value]))
  const translate = (value: Value) => {
    if (typeof value !== 'string') return value
    const translated = (part: string) => labels.get(part) ?? part
    return operand.field.type === 'multipicklist'
      ? value.split(';').map(translated).join(';')
      : translated(value)
  }
  return {
    name: operand.name,
    field: { ...operand.field, type: 'string', picklist: [] },
    operand,
    isFunction: true,
    value: (record) => translate(operand.value(record)),
  }
}

// In an org with several currencies, amounts are ordered and summed up in the corporate currency.
import type { SObject, Value } from '../records/types.ts'
import { valueOf } from '../records/value.ts'
import type { Context } from './context.ts'
import type { Operand } from './operand.ts'

/** How many units of each currency one unit of the corporate currency is. */
function ratesOf({ schema, store, touch }: Context): ReadonlyMap<string, number> | undefined {
  const type = schema.object('CurrencyType')
  const [code, rate] = [type?.field('IsoCode'), type?.field('ConversionRate')]
  if (!type || !code || !rate) return undefined
  touch(type.name)
  const rates = [...store.records(type.name)].map(
    (record) => [valueOf(code, record, store), valueOf(rate, record, store)] as const,
  )
  return new Map(
    rates.flatMap(([iso, size]) =>
      typeof iso === 'string' && typeof size === 'number' ? [[iso, size]] : [],
    ),
  )
}

/** A field's value as it is compared with those of records in other currencies. */
export function corporateValue(context: Context, operand: Operand): (record: SObject) => Value {
  const rates = operand.field.type === 'currency' ? ratesOf(context) : undefined
  if (!rates) return operand.value
  return (record) => {
    const holder = operand.holder(record)
    if (!holder) return null
    const value = operand.valueIn(holder)
    const iso = holder.object.field('CurrencyIsoCode')
    const code = iso && valueOf(iso, holder.record, context.store)
    const rate = typeof code === 'string' ? rates.get(code) : undefined
    return typeof value === 'number' && rate ? value / rate : value
  }
}

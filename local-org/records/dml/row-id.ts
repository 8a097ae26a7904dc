import { RowProblem } from '../rules/row-problem.ts'
import type { Values, WriteResult } from '../types.ts'

const ROW = Symbol('row')

/** Stands for the id that an earlier write of the same call is going to have. */
export function rowId(row: number): unknown {
  return { [ROW]: row }
}

export function withRowIds(values: Values, results: readonly WriteResult[]): Values {
  const entries = Object.entries(values)
  if (!entries.some(([, value]) => rowOf(value) !== undefined)) return values
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const row = rowOf(value)
      return [name, row === undefined ? value : idOf(results[row])]
    }),
  )
}

function rowOf(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null ? (value as { [ROW]?: number })[ROW] : undefined
}

function idOf(result: WriteResult | undefined): string {
  if (result?.id) return result.id
  throw new RowProblem(
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because its parent was not valid',
  )
}

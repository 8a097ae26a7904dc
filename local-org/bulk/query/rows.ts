import type { Value } from '../../records/types.ts'
import type { CsvFormat } from '../format.ts'

/** Writes rows as Salesforce does: every value in quotes, empty for null, times with a Z. */
export function rowWriter(format: CsvFormat, times: readonly boolean[]) {
  const between = `"${format.delimiter}"`
  const end = `"${format.newline}`
  return (values: readonly Value[]): string => {
    let row = '"'
    for (let i = 0; i < values.length; i++) {
      if (i > 0) row += between
      const value = values[i]
      if (typeof value === 'string') row += times[i] ? zulu(value) : escaped(value)
      else if (value !== null && value !== undefined) row += plain(value)
    }
    return row + end
  }
}

export function headerRow(columns: readonly string[], format: CsvFormat): string {
  return rowWriter(format, [])(columns)
}

export function escaped(text: string): string {
  return text.includes('"') ? text.replaceAll('"', '""') : text
}

function zulu(time: string): string {
  return time.endsWith('+0000') ? `${time.slice(0, -5)}Z` : escaped(time)
}

function plain(value: number | boolean | object): string {
  if (typeof value !== 'object') return String(value)
  throw new TypeError('Selecting compound data not supported in Bulk Query')
}

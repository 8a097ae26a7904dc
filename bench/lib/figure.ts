/** One measured number, and what it is measured against in the same run. */
export interface Figure {
  name: string
  value: number
  unit: string
  ratio?: number
  against?: string
}

export interface Benchmark {
  name: string
  summary: string
  run(note: (text: string) => void): Promise<Figure[]>
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, ratio, against }) => [
    name,
    `${format(value)} ${unit}`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} × ${against ?? ''}`,
  ])
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const format = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 })

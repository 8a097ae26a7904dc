/** A numeric scheme: each range begins just above the one before it, and only the first contains its own beginning. */
export interface ScoreRange {
  upTo: number
  label: string
  level: HealthLevel
}
export type HealthLevel = 'good' | 'fair' | 'poor'

export const DEFAULT_SCHEME: readonly ScoreRange[] = [
  { upTo: 50, label: 'At risk', level: 'poor' },
  { upTo: 75, label: 'Needs attention', level: 'fair' },
  { upTo: 100, label: 'Healthy', level: 'good' },
]

export function rangeOf(score: number, scheme: readonly ScoreRange[] = DEFAULT_SCHEME): ScoreRange {
  const range = scheme.find(({ upTo }) => score <= upTo) ?? scheme.at(-1)
  if (!range) throw new Error('a scheme has at least one range')
  return range
}

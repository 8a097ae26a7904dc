export { DEFAULT_SCHEME, rangeOf, type HealthLevel, type ScoreRange } from './score-label.ts'

import type { Value } from './types.ts'

/** A value in words; nothing for an empty one and for one that has parts. */
export function textOf(value: Value): string {
  return value === null || typeof value === 'object' ? '' : String(value)
}

import type { WriteResult } from '../records/types.ts'

/** What an action's answer says of records that it could not do anything to; for whoever does not read the answer. */
export function refusalsIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return []
  const results: unknown[] = 'results' in answer && Array.isArray(answer.results) ? answer.results : [answer]
  return results.filter(isRefused).map(({ errors }) => errors.map(({ message }) => message).join(', '))
}

function isRefused(result: unknown): result is WriteResult {
  return typeof result === 'object' && result !== null && 'success' in result && result.success === false
}

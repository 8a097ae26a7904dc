import { makeId, ORDINAL_LIMIT } from '../salesforce-id.ts'
import { randomFor } from '../business/random.ts'

/** The organisation id of the org with this seed: another seed is another org. */
export function orgIdFor(seed: number): string {
  return makeId('00D', randomFor(seed, 'org', 0).int(0, ORDINAL_LIMIT - 1))
}

import type { ObjectSummary } from '../../salesforce/index.ts'
import { keyOf } from './difference.ts'

/** What the jobs that come out of the box read, as far as an org has it. */
const OUT_OF_THE_BOX_OBJECTS = [
  ...['User', 'Account', 'Contact', 'CurrencyType', 'Case', 'AccountTeamMember'],
  ...['Opportunity', 'OpportunityStage', 'OpportunityLineItem', 'Product2', 'Pricebook2', 'PricebookEntry'],
]

/** Which objects of an org a refresh describes: describing all of them would cost thousands of API calls. */
export function thatMatter(
  objects: readonly ObjectSummary[],
  { described, used }: { described: readonly string[]; used: readonly string[] },
): string[] {
  const wanted = new Set([...OUT_OF_THE_BOX_OBJECTS, ...described, ...used].map(keyOf))
  return objects.map(({ name }) => name).filter((name) => wanted.has(keyOf(name)))
}

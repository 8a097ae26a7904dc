import { RowProblem } from '../rules/row-problem.ts'
import { textOf } from '../text.ts'
import type { SObject, Value } from '../types.ts'

/** What an object's own rules ask before a record goes. */
export interface Deleting {
  readonly name: string
  /** The live records of another object that point at this one. */
  children(object: string, field: string): readonly SObject[]
  value(object: string, field: string, record: SObject): Value
}

type Guard = (deleting: Deleting) => void

const HAS_CASES = 'it is associated with the following cases.'
const HAS_WON =
  'some opportunities in that account were closed won. The opportunities that could not be deleted are shown below.'

/** Cases keep their customer; deals that were won keep their account. */
const GUARDS: Readonly<Record<string, Guard>> = {
  Account(deleting) {
    refuse(deleting, HAS_CASES, cases(deleting, 'AccountId'))
    const deals = deleting.children('Opportunity', 'AccountId')
    const won = deals.filter((deal) => deleting.value('Opportunity', 'IsWon', deal) === true)
    refuse(deleting, HAS_WON, namesOf(deleting, 'Opportunity', won))
  },
  Contact(deleting) {
    refuse(deleting, HAS_CASES, cases(deleting, 'ContactId'))
  },
}

function cases(deleting: Deleting, field: string): Value[] {
  const found = deleting.children('Case', field)
  return found.map((record) => deleting.value('Case', 'CaseNumber', record))
}

function namesOf(deleting: Deleting, object: string, records: readonly SObject[]): Value[] {
  return records.map((record) => deleting.value(object, 'Name', record))
}

function refuse({ name }: Deleting, reason: string, others: readonly Value[]): void {
  if (others.length === 0) return
  const words = `Your attempt to delete ${name} could not be completed because ${reason}: ${others.map(textOf).join(', ')}\n`
  throw new RowProblem('DELETE_FAILED', words)
}

/** What an object's own rules say against its record going. */
export function checkDeletable(object: string, deleting: Deleting): void {
  GUARDS[object]?.(deleting)
}

import { RowProblem } from '../rules/row-problem.ts'
import { checkAllowed } from '../rules/writable.ts'
import type { SObject, Values } from '../types.ts'
import { keyOf, touched, type Dml } from './context.ts'
import { toBin } from './delete.ts'
import { findLive, objectNamed, type Found } from './find.ts'
import { update } from './save.ts'

export interface Merge {
  readonly object: string
  readonly masterId: string
  readonly ids: readonly string[]
  readonly values?: Values
}

const MOST_LOSERS = 2

/** The others' children move to the master; they themselves go to the recycle bin and say into whom they were merged. */
export function merge(dml: Dml, { object: name, masterId, ids, values = {} }: Merge): string {
  const object = objectNamed(dml, name)
  checkAllowed(object, 'merge')
  const master = findLive(dml, masterId, name).record
  const losers = ids.map((id) => findLive(dml, id, name))
  checkLosers(master, losers)
  for (const loser of losers) moveChildren(dml, loser, master.Id)
  for (const { record } of losers) {
    const { Id } = record
    toBin(dml, object, dml.tables.read(name, Id) ?? record, { MasterRecordId: master.Id })
  }
  update(dml, name, master.Id, values)
  return master.Id
}

function checkLosers(master: SObject, losers: readonly Found[]): void {
  const ids = new Set(losers.map(({ record }) => record.Id))
  if (losers.length === 0 || losers.length > MOST_LOSERS) {
    throw new RowProblem(
      'INVALID_NUM_1_ARGUMENT',
      `Merge takes one or ${MOST_LOSERS} records besides the master`,
    )
  }
  if (ids.size < losers.length || ids.has(master.Id)) {
    throw new RowProblem('DUPLICATE_VALUE', `duplicate id specified: ${master.Id}`)
  }
}

function moveChildren(dml: Dml, { object, record }: Found, masterId: string): void {
  for (const { object: name, field } of dml.schema.childRelationships(object.name)) {
    if (field.name === 'MasterRecordId' || field.formula) continue
    for (const child of dml.tables.children(name, field.name, record.Id)) {
      // The master cannot be its own parent.
      const parent = child.Id === masterId ? null : masterId
      dml.tx.put(name, { ...child, [keyOf(field)]: parent, ...touched(dml, child) })
    }
  }
}

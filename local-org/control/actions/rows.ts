import { API_NAME, ID, IDS, TIME, wholeNumber } from '../../param-shapes.ts'
import { InvalidInput, needed, optional } from '../../params.ts'
import type { WriteResult } from '../../records/types.ts'
import { action } from '../action.ts'
import type { ControlParts } from '../parts.ts'

const MOST_ROWS = 1_000_000
const OBJECT = needed(API_NAME, 'Of which object.')
const COUNT = needed(wholeNumber(1, MOST_ROWS), 'How many.')

/** What was rolled back because another failed is no reason. */
const ROLLED_BACK = 'ALL_OR_NONE_OPERATION_ROLLED_BACK'

/** No API did it. */
const writer = ({ administrator }: ControlParts) => ({ userId: administrator, origin: '' })

export const ROW_ACTIONS = {
  'late-rows': action({
    path: '/rows/late',
    help: 'Rows appear now with a stamp of the past, as after a long transaction: copies of what there is.',
    params: {
      object: OBJECT,
      count: COUNT,
      age: needed(wholeNumber(0), 'How many seconds old the stamp is.'),
    },
    run: ({ staging }, wish) => ({ ids: staging.lateRows(wish) }),
  }),
  'same-stamp': action({
    path: '/rows/same-stamp',
    help: 'So many rows get one stamp; where there are fewer, copies make up for it.',
    params: { object: OBJECT, count: COUNT, at: optional(TIME, 'The stamp; now when left out.') },
    run: ({ staging }, wish) => ({ ids: staging.sameStamp(wish) }),
  }),
  undelete: action({
    path: '/undelete',
    help: 'Takes records out of the recycle bin: all of them, or none.',
    params: { ids: needed(IDS, 'Which.') },
    run(parts, { ids }) {
      const writes = ids.map((id) => ({ op: 'undelete', id }) as const)
      const results = parts.store.write(writer(parts), writes, { allOrNone: true })
      refuseFailures(results.map((result, index) => [ids[index] ?? '', result]))
      return { ids: results.map(({ id }) => id) }
    },
  }),
  merge: action({
    path: '/merge',
    help: 'Merges records into a master: the others go to the recycle bin, their children move.',
    params: { object: OBJECT, master: needed(ID, 'Which stays.'), ids: needed(IDS, 'One or two others.') },
    run(parts, { object, master, ids }) {
      const result = parts.store.merge(writer(parts), { object, masterId: master, ids })
      refuseFailures([[`${ids.join(' and ')} into ${master}`, result]])
      return { id: result.id }
    },
  }),
}

function refuseFailures(results: readonly (readonly [named: string, result: WriteResult])[]): void {
  const reasons = results.flatMap(([named, { errors }]) =>
    errors
      .filter(({ statusCode }) => statusCode !== ROLLED_BACK)
      .map(({ message }) => `${named}: ${message}`),
  )
  if (reasons.length > 0) throw new InvalidInput(reasons, '; ')
}

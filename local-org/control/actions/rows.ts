import { API_NAME, ID, IDS, TIME, wholeNumber } from '../../param-shapes.ts'
import { needed, optional } from '../../params.ts'
import { action } from '../action.ts'
import type { ControlParts } from '../parts.ts'

const MOST_ROWS = 1_000_000
const OBJECT = needed(API_NAME, 'Of which object.')
const COUNT = needed(wholeNumber(1, MOST_ROWS), 'How many.')

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
    help: 'Takes records out of the recycle bin.',
    params: { ids: needed(IDS, 'Which.') },
    run: (parts, { ids }) => ({
      results: parts.store.write(
        writer(parts),
        ids.map((id) => ({ op: 'undelete', id })),
      ),
    }),
  }),
  merge: action({
    path: '/merge',
    help: 'Merges records into a master: the others go to the recycle bin, their children move.',
    params: { object: OBJECT, master: needed(ID, 'Which stays.'), ids: needed(IDS, 'One or two others.') },
    run: (parts, { object, master, ids }) =>
      parts.store.merge(writer(parts), { object, masterId: master, ids }),
  }),
}

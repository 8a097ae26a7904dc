import type { SObject } from '../records/types.ts'
import { createIdList, type IdList } from './id-list.ts'
import type { Sort } from './ordering.ts'
import { eachRow, runOf, type Rows } from './rows.ts'
import { createKeys } from './sorting.ts'

/** How many of the rows, in their order. */
export interface Extent {
  readonly offset: number
  readonly limit: number | undefined
}

/** The ids of the records of an answer, in its order. */
export async function pinned(rows: Rows, sort: Sort<SObject> | undefined, extent: Extent): Promise<IdList> {
  const end = extent.offset + (extent.limit ?? Infinity)
  return sort ? sortedIds(rows, sort, { ...extent, end }) : idsInOrder(rows, { ...extent, end })
}

async function idsInOrder(rows: Rows, { offset, end }: { offset: number; end: number }): Promise<IdList> {
  const ids = createIdList()
  let seen = 0
  if (end > offset) {
    await eachRow(rows, await runOf(rows), ({ Id }) => {
      if (seen++ >= offset) ids.push(Id)
      return seen < end
    })
  }
  return ids
}

/** With a limit, this many rows more than it takes are kept before the last of them are let go. */
const SPARE = 10_000

async function sortedIds(
  rows: Rows,
  sort: Sort<SObject>,
  { offset, end }: { offset: number; end: number },
): Promise<IdList> {
  let kept = { ids: createIdList(), keys: createKeys(sort.directions) }
  await eachRow(rows, await runOf(rows), (record) => {
    kept.ids.push(record.Id)
    kept.keys.add(sort.keys(record))
    if (kept.ids.length < end + SPARE) return
    const first = kept.keys.orderNow().subarray(0, end)
    const keys = createKeys(sort.directions)
    for (const index of first) keys.add(kept.keys.at(index))
    kept = { ids: kept.ids.pick(first), keys }
  })
  return kept.ids.pick((await kept.keys.order()).subarray(offset, Math.min(end, kept.ids.length)))
}

import type { ApiEndpoint } from '../call.ts'
import { keyEndpoints } from './by-key.ts'
import { changedEndpoints } from './changed.ts'
import { collectionReads } from './collections/read.ts'
import { collectionWrites } from './collections/write.ts'
import type { RecordParts } from './parts.ts'
import { singleEndpoints } from './single.ts'
import { treeEndpoint } from './tree.ts'

export type { RecordParts }
export { fieldJson, recordAttributes, recordJson, recordUrl } from './record-json.ts'

/** Records over REST: one at a time, and several in one call. */
export function recordEndpoints(parts: RecordParts): ApiEndpoint[] {
  return [
    ...singleEndpoints(parts),
    ...keyEndpoints(parts),
    ...changedEndpoints(parts),
    ...collectionReads(parts),
    ...collectionWrites(parts),
    treeEndpoint(parts),
  ]
}

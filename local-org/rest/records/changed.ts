import { stampOf, timeOf } from '../../records/time.ts'
import type { SObject } from '../../records/types.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { OrgObject } from '../../schema/schema.ts'
import type { ApiCall, ApiEndpoint, Reply } from '../call.ts'
import { objectOf, type RecordParts } from './parts.ts'
import { replicationWindow, type ReplicationWindow } from './replication-window.ts'

/** Which records were written, and which deleted, between two times. */
export function changedEndpoints(parts: RecordParts): ApiEndpoint[] {
  const { store, now } = parts
  const erased = erasedRecords(parts)

  const inWindow = (object: OrgObject, { start, end }: ReplicationWindow, deleted: boolean): SObject[] =>
    [...store.stampedSince(object.name, start, { deleted })].filter(
      ({ SystemModstamp, IsDeleted }) => timeOf(SystemModstamp) < end && (IsDeleted === true) === deleted,
    )

  function updated(call: ApiCall): Reply {
    const object = replicated(parts, call)
    const window = replicationWindow(call, now())
    const ids = inWindow(object, window, false).map(({ Id }) => Id)
    return { status: 200, json: { ids, latestDateCovered: window.latestDateCovered } }
  }

  function deleted(call: ApiCall): Reply {
    const object = replicated(parts, call)
    const window = replicationWindow(call, now())
    const binned = inWindow(object, window, true).map(({ Id, SystemModstamp }) => ({
      id: Id,
      deletedDate: SystemModstamp,
    }))
    const gone = erased
      .of(object.name)
      .filter(({ id, at }) => at >= window.start && at < window.end && !store.read(object.name, id))
      .map(({ id, at }) => ({ id, deletedDate: stampOf(at) }))
    const { earliestDateAvailable, latestDateCovered } = window
    const deletedRecords = [...binned, ...gone]
    return { status: 200, json: { deletedRecords, earliestDateAvailable, latestDateCovered } }
  }

  return [
    { method: 'GET', path: '/sobjects/:object/updated', handle: updated },
    { method: 'GET', path: '/sobjects/:object/deleted', handle: deleted },
  ]
}

function replicated(parts: RecordParts, call: ApiCall): OrgObject {
  const object = objectOf(parts, call)
  if (object.replicateable !== false) return object
  throw new SalesforceProblem(
    400,
    'INVALID_TYPE_FOR_OPERATION',
    `entity type ${object.name} is not replicateable`,
  )
}

/** What was taken away for good is remembered here, since nothing of it is left in the store. */
function erasedRecords({ store }: RecordParts) {
  const log = new Map<string, { id: string; at: number }[]>()
  store.onCommit(({ changes, at }) => {
    for (const { object, id, after } of changes) {
      if (after) continue
      const entry = { id, at: Math.floor(at / 1000) * 1000 }
      const entries = log.get(object)
      if (entries) entries.push(entry)
      else log.set(object, [entry])
    }
  })
  return { of: (object: string) => log.get(object) ?? [] }
}

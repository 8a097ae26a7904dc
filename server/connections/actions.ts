import type { ErrorCode } from '../errors.ts'
import type { Connection } from './connection.ts'
import type { Dependents } from './parts.ts'
import { reasonOf, type Reason } from './reasons.ts'
import { resumeRefusal, revokeRefusal, stopRefusal } from './refusals.ts'
import type { Notice } from './notices.ts'
import { linkNotices, linkRefusal, syncRefusal } from './rules.ts'

export const ACTIONS = [
  'edit',
  'authorize',
  're-authorize',
  'revoke',
  'configure-company-resolution',
  'link',
  'unlink',
  'refresh-metadata',
  'stop',
  'resume',
  'delete',
] as const
export type ActionName = (typeof ACTIONS)[number]

/** An entry of a connection's menu; what is not in the list is not in the menu. */
export interface Action {
  action: ActionName
  allowed: boolean
  reason?: Reason
  /** What to tell before it is done. */
  warnings?: readonly (Reason | Notice)[]
}

export interface Surroundings {
  others: readonly Connection[]
  revocationsPending: number
  dependents: Dependents
  /** Why it could not be authorized. */
  appRefusal: ErrorCode | undefined
}

/** The menu of a connection, as data: the console shows it, and every refusal is the one the action itself would give. */
export function actionsOf(connection: Connection, surroundings: Surroundings): Action[] {
  const sync = syncRefusal(connection)
  const hasHadGrant = connection.orgId !== null
  return [
    entry('edit'),
    entry(hasHadGrant ? 're-authorize' : 'authorize', surroundings.appRefusal),
    entry('revoke', revokeRefusal(connection, surroundings)),
    entry('configure-company-resolution', sync),
    ...linkEntries(connection, surroundings.others),
    entry('refresh-metadata', sync),
    entry('stop', stopRefusal(connection)),
    ...(connection.jobsPausedBecause === null ? [] : [entry('resume', resumeRefusal(connection))]),
    deleteEntry(connection, surroundings.dependents),
  ]
}

const entry = (action: ActionName, refusal?: ErrorCode): Action =>
  refusal ? { action, allowed: false, reason: reasonOf(refusal) } : { action, allowed: true }

/** While one connection is linked, the menu of the other does not have the option at all. */
function linkEntries(connection: Connection, others: readonly Connection[]): Action[] {
  const isWhole = connection.linkIncomplete === null
  if (connection.linked)
    return [entry('unlink'), ...(isWhole ? [] : [entry('link', linkRefusal(connection, others))])]
  const refusal = linkRefusal(connection, others)
  if (refusal === 'LINK_ELSEWHERE') return []
  const warnings = linkNotices(connection, others)
  return [{ ...entry('link', refusal), ...(!refusal && warnings.length > 0 ? { warnings } : {}) }]
}

function deleteEntry(connection: Connection, { jobs, chains }: Dependents): Action {
  if (jobs.length + chains.length > 0) return entry('delete', 'CONNECTION_IN_USE')
  const warnings = connection.firstLinkedAt === null ? [] : [reasonOf('CONFIRM_DELETION')]
  return { ...entry('delete'), ...(warnings.length > 0 ? { warnings } : {}) }
}

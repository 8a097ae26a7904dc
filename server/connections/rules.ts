import type { ErrorCode } from '../errors.ts'
import type { Connection, GivenJobs } from './connection.ts'

/** The jobs that come out of the box: the first connection gets all of them, with the job chain; the second these two. */
export const OUT_OF_THE_BOX = {
  all: 'all',
  'users-and-currencies': ['User Sync', 'Currency Sync'],
} as const satisfies Record<GivenJobs, 'all' | readonly string[]>

/** The order of authorization decides, and what was given stays given. */
export function jobsToGive(connection: Connection, others: readonly Connection[]): GivenJobs {
  const taken = others.some((other) => other.state !== 'deleted' && other.givenJobs === 'all')
  return connection.givenJobs ?? (taken ? 'users-and-currencies' : 'all')
}

type Authorized = Pick<Connection, 'orgType' | 'domain' | 'clientId'>

/** A grant is of one login and one app: with another of either it is worth nothing. */
export const needsAnotherGrant = (before: Authorized, after: Authorized): boolean =>
  before.orgType !== after.orgType || before.domain !== after.domain || before.clientId !== after.clientId

/** Only the linked connection may go to another org, and only when somebody said so. */
export const mayChangeOrg = (connection: Connection, confirmed: boolean): boolean =>
  connection.linked && confirmed

/** Why a connection cannot be linked, as far as the connections themselves tell. */
export function linkRefusal(connection: Connection, others: readonly Connection[]): ErrorCode | undefined {
  const live = others.filter(({ state }) => state !== 'deleted')
  if (connection.linked) return 'ALREADY_LINKED'
  if (live.some(({ linked }) => linked)) return 'LINK_ELSEWHERE'
  if (live.some(({ firstLinkedAt }) => firstLinkedAt !== null)) return 'LINK_CANNOT_MOVE'
  return syncRefusal(connection)
}

/** Why nothing can be synced through a connection in this state. */
export function syncRefusal({ state }: Pick<Connection, 'state'>): ErrorCode | undefined {
  if (state === 'authorized') return undefined
  if (state === 'created') return 'CONNECTION_NOT_AUTHORIZED'
  if (state === 'revoked') return 'CONNECTION_REVOKED'
  return state === 'deleted' ? 'CONNECTION_DELETED' : 'CONNECTION_NEEDS_REAUTHORIZATION'
}

/** What an administrator should know, though it stops nothing. */
export const NOTICES = {
  NO_MORE_JOBS: 'This connection has only User Sync and Currency Sync. Linking it creates no further jobs.',
  NO_JOBS_CHANGED:
    'A connection that was linked before has been deleted. Linking this one creates and changes no jobs.',
  SETTINGS_STAY:
    'The package in the org keeps this server as its audience. Change it under Setup, Custom Settings, Team View Settings.',
  REVOCATION_PENDING:
    'Salesforce could not be reached, so its side of the access is still there. Choose Revoke again later, or remove it in Salesforce under Setup, Connected Apps OAuth Usage.',
  PACKAGE_NOT_TOLD:
    'Saved and in force. The package in the org could not be told which field to read, so this server reads it through the connection at each page view. Save again once Salesforce answers.',
  PACKAGE_READS_NO_FIELD:
    'Saved and in force. The package in the org is too old to read another field than the id, so this server reads it through the connection at each page view. Update the package, then save again.',
  COMPANY_ID_OF_LINKED:
    'This connection is not linked. Salesforce Account Id identifies the companies of the linked connection; use a custom field of the Company object for this one, or accounts of two orgs may meet in one company.',
} as const
export type NoticeCode = keyof typeof NOTICES

export interface Notice {
  code: NoticeCode
  message: string
}
export const notice = (code: NoticeCode): Notice => ({ code, message: NOTICES[code] })

/** What linking says once it is done, and warns of before. */
export function linkNotices(connection: Connection, others: readonly Connection[]): Notice[] {
  const afterDeleted = others.some(
    ({ state, firstLinkedAt }) => state === 'deleted' && firstLinkedAt !== null,
  )
  return [
    ...(connection.givenJobs === 'users-and-currencies' ? [notice('NO_MORE_JOBS')] : []),
    ...(afterDeleted && connection.firstLinkedAt === null ? [notice('NO_JOBS_CHANGED')] : []),
  ]
}

const sameField = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** For the identifiers of a job that loads companies through this connection, beside which there are others. */
export function identifierWarnings(
  connection: Connection,
  others: readonly Connection[],
  target: { object: string; identifiers: readonly string[] },
): Notice[] {
  const isAlone = others.every(({ id, state }) => id === connection.id || state === 'deleted')
  const usesAccountId =
    sameField(target.object, 'Company') && target.identifiers.some((name) => sameField(name, 'SfdcAccountId'))
  return usesAccountId && !connection.linked && !isAlone ? [notice('COMPANY_ID_OF_LINKED')] : []
}

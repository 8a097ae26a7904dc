import type { ErrorCode } from '../errors.ts'
import { loginUrlOf, orgTypeOfDomain } from '../salesforce/index.ts'
import type { Connection, GivenJobs } from './connection.ts'
import { notice, type Notice } from './notices.ts'

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
  loginUrlOf(before) !== loginUrlOf(after) || before.clientId !== after.clientId

/** Only the linked connection may go to another org, and only when somebody said so. */
export const mayChangeOrg = (connection: Connection, confirmed: boolean): boolean =>
  connection.linked && confirmed

/** Why a connection cannot be linked, as far as the connections themselves tell. */
export function linkRefusal(connection: Connection, others: readonly Connection[]): ErrorCode | undefined {
  const live = others.filter(({ state }) => state !== 'deleted')
  if (connection.linked)
    return connection.linkIncomplete === null ? 'ALREADY_LINKED' : syncRefusal(connection)
  if (live.some(({ linked }) => linked)) return 'LINK_ELSEWHERE'
  if (live.some(({ firstLinkedAt }) => firstLinkedAt !== null)) return 'LINK_CANNOT_MOVE'
  return syncRefusal(connection)
}

/** Whether what is written here may go to the org: as long as the link works there. */
export const writesBack = (connection: Pick<Connection, 'state' | 'linked' | 'linkIncomplete'>): boolean =>
  connection.linked && connection.linkIncomplete === null && connection.state === 'authorized'

/** Why nothing can be synced through a connection in this state. */
export function syncRefusal({ state }: Pick<Connection, 'state'>): ErrorCode | undefined {
  if (state === 'authorized') return undefined
  if (state === 'created') return 'CONNECTION_NOT_AUTHORIZED'
  if (state === 'revoked') return 'CONNECTION_REVOKED'
  return state === 'deleted' ? 'CONNECTION_DELETED' : 'CONNECTION_NEEDS_REAUTHORIZATION'
}

/** What happens when the linked connection goes to another org, which its administrators should hear before it does. */
export const authorizeNotices = (
  { linked }: Pick<Connection, 'linked'>,
  confirmOtherOrg: boolean,
): Notice[] =>
  linked && confirmOtherOrg
    ? [notice('OTHER_ORG_SIGNS_OUT'), notice('OTHER_ORG_NEEDS_ROLES'), notice('OTHER_ORG_WAY_IN')]
    : []

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

/** An own domain decides where to log in, so an org type that does not fit stops nothing. */
export function domainNotices({ orgType, domain }: Pick<Connection, 'orgType' | 'domain'>): Notice[] {
  const known = domain === null ? undefined : orgTypeOfDomain(domain)
  if (known === undefined || known === orgType) return []
  return [notice(known === 'sandbox' ? 'DOMAIN_OF_SANDBOX' : 'DOMAIN_OF_PRODUCTION')]
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

import { AppError, type ErrorDetail } from '../errors.ts'
import { actionsOf, type Action, type Surroundings } from './actions.ts'
import { appRefusal } from './app.ts'
import { readLastResults, type LastResult } from './authorization-store.ts'
import { loginUrlOfConnection } from './authorize.ts'
import type { Connection } from './connection.ts'
import { readConnections } from './connection-store.ts'
import type { Parts } from './parts.ts'
import { reasonOf, type Reason } from './reasons.ts'
import { countRevocations } from './revocation-store.ts'
import { OUT_OF_THE_BOX, writesBack } from './rules.ts'

/** A connection as the console sees it. */
export interface ConnectionView {
  id: string
  connector: 'salesforce'
  name: string
  orgType: Connection['orgType']
  domain: string | null
  loginUrl: string
  /** The consumer key of its own app; without one it uses the installation's. */
  clientId: string | null
  hasClientSecret: boolean
  state: Connection['state']
  stateAt: string
  stateReason: Reason | null
  orgId: string | null
  outOfTheBoxJobs: 'all' | readonly string[] | null
  linked: boolean
  writeBack: boolean
  /** Why the link does not work in the org that the connection went to; Link completes it. */
  linkIncomplete: Reason | null
  jobsPaused: Reason | null
  revocationsPending: number
  lastAuthorization: { at: string; result: string; reason: Reason | null; details: ErrorDetail[] } | null
  actions: readonly Action[]
  version: number
  createdAt: string
  modifiedAt: string
}

type Viewing = Pick<Parts, 'db' | 'ports' | 'settings'>

export async function viewConnections(parts: Viewing, tenantId: string): Promise<ConnectionView[]> {
  const all = await readConnections(tenantId, parts.db)
  const [pending, results] = await Promise.all([
    countRevocations(tenantId, parts.db),
    readLastResults(tenantId, parts.db),
  ])
  const live = all.filter(({ state }) => state !== 'deleted')
  return Promise.all(
    live.map(async (connection) => {
      const surroundings = {
        others: all.filter((other) => other !== connection),
        revocationsPending: pending.get(connection.id) ?? 0,
        dependents: await parts.ports.dependents(tenantId, connection.id),
        appRefusal: appRefusal(parts.settings, connection),
      }
      return shown(connection, { surroundings, last: results.get(connection.id) })
    }),
  )
}

export async function viewConnection(parts: Viewing, tenantId: string, id: string): Promise<ConnectionView> {
  const views = await viewConnections(parts, tenantId)
  const found = views.find((view) => view.id === id)
  if (!found) throw new AppError('NOT_FOUND')
  return found
}

function shown(
  connection: Connection,
  { surroundings, last }: { surroundings: Surroundings; last: LastResult | undefined },
): ConnectionView {
  const { id, name, orgType, domain, clientId, clientSecretSealed, orgId, linked, version } = connection
  const { state, stateAt, stateReason, givenJobs, jobsPausedBecause, linkIncomplete, createdAt, modifiedAt } =
    connection
  return {
    ...{ id, name, orgType, domain, clientId, state, orgId, linked, version },
    connector: 'salesforce',
    loginUrl: loginUrlOfConnection(connection),
    hasClientSecret: clientSecretSealed !== null,
    stateAt: stateAt.toISOString(),
    stateReason: stateReason === null ? null : reasonOf(stateReason),
    outOfTheBoxJobs: givenJobs && OUT_OF_THE_BOX[givenJobs],
    writeBack: writesBack(connection),
    linkIncomplete: linkIncomplete === null ? null : reasonOf(linkIncomplete),
    jobsPaused: jobsPausedBecause === null ? null : reasonOf(jobsPausedBecause),
    revocationsPending: surroundings.revocationsPending,
    lastAuthorization: last ? attempted(last) : null,
    actions: actionsOf(connection, surroundings),
    createdAt: createdAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
  }
}

const attempted = ({ at, result, details }: LastResult): ConnectionView['lastAuthorization'] => ({
  at: at.toISOString(),
  result,
  reason: result === 'AUTHORIZED' ? null : reasonOf(result),
  details: details ?? [],
})

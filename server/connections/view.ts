import { AppError } from '../errors.ts'
import { actionsOf, type Action } from './actions.ts'
import { readLastResults } from './authorization-store.ts'
import { loginUrlOfConnection } from './authorize.ts'
import type { Connection } from './connection.ts'
import { readConnections } from './connection-store.ts'
import type { Parts } from './parts.ts'
import { reasonOf, type Reason } from './reasons.ts'
import { countRevocations } from './revocation-store.ts'
import { OUT_OF_THE_BOX } from './rules.ts'

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
  stateAt: Date
  stateReason: Reason | null
  orgId: string | null
  outOfTheBoxJobs: 'all' | readonly string[] | null
  linked: boolean
  writeBack: boolean
  jobsPaused: Reason | null
  revocationsPending: number
  lastAuthorization: { at: Date; result: string; reason: Reason | null } | null
  actions: readonly Action[]
  version: number
  createdAt: Date
  modifiedAt: Date
}

type Viewing = Pick<Parts, 'db' | 'ports'>

export async function viewConnections(parts: Viewing, tenantId: string): Promise<ConnectionView[]> {
  const all = await readConnections(tenantId, parts.db)
  const [pending, results] = await Promise.all([
    countRevocations(tenantId, parts.db),
    readLastResults(tenantId, parts.db),
  ])
  const view = async (connection: Connection): Promise<ConnectionView> => {
    const { id, orgId } = connection
    const { givenJobs, stateReason, jobsPausedBecause, clientSecretSealed } = connection
    const { name, orgType, domain, clientId, state, stateAt, linked, version } = connection
    const { createdAt, modifiedAt } = connection
    const revocationsPending = pending.get(id) ?? 0
    const last = results.get(id)
    return {
      ...{
        id,
        name,
        orgType,
        domain,
        clientId,
        state,
        stateAt,
        orgId,
        linked,
        version,
        createdAt,
        modifiedAt,
      },
      connector: 'salesforce',
      loginUrl: loginUrlOfConnection(connection),
      hasClientSecret: clientSecretSealed !== null,
      stateReason: stateReason === null ? null : reasonOf(stateReason),
      outOfTheBoxJobs: givenJobs && OUT_OF_THE_BOX[givenJobs],
      writeBack: linked,
      jobsPaused: jobsPausedBecause === null ? null : reasonOf(jobsPausedBecause),
      revocationsPending,
      lastAuthorization: last
        ? { ...last, reason: last.result === 'AUTHORIZED' ? null : reasonOf(last.result) }
        : null,
      actions: actionsOf(connection, {
        others: all.filter((other) => other !== connection),
        revocationsPending,
        dependents: await parts.ports.dependents(tenantId, id),
      }),
    }
  }
  return Promise.all(all.filter(({ state }) => state !== 'deleted').map(view))
}

export async function viewConnection(parts: Viewing, tenantId: string, id: string): Promise<ConnectionView> {
  const views = await viewConnections(parts, tenantId)
  const found = views.find((view) => view.id === id)
  if (!found) throw new AppError('NOT_FOUND')
  return found
}

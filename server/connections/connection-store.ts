import { AppError } from '../errors.ts'
import { statement, type Queryable } from '../store/index.ts'
import type { Connection, OrgType } from './connection.ts'

const COLUMNS = `id, name, org_type as "orgType", domain, client_id as "clientId",
  client_secret_sealed as "clientSecretSealed", state, state_reason as "stateReason", state_at as "stateAt", place,
  org_id as "orgId", org_changed_at as "orgChangedAt", given_jobs as "givenJobs", linked,
  first_linked_at as "firstLinkedAt", link_incomplete as "linkIncomplete",
  jobs_paused_because as "jobsPausedBecause", version, created_at as "createdAt", modified_at as "modifiedAt"`

const READ_ALL = statement(
  `select ${COLUMNS} from control.connection where tenant_id = $1 order by created_at, id`,
)

/** In the order they were made, deleted ones too. */
export const readConnections = (tenantId: string, db: Queryable): Promise<Connection[]> =>
  db.query<Connection>(READ_ALL, [tenantId])

const READ_ONE = statement(`select ${COLUMNS} from control.connection where tenant_id = $1 and id = $2`)

export async function readConnection(
  tenantId: string,
  db: Queryable,
  id: string,
): Promise<Connection | undefined> {
  return (await db.query<Connection>(READ_ONE, [tenantId, id]))[0]
}

const LOCK_TENANT = statement('select id from control.tenant where id = $1 for no key update')

/** One change of a tenant's connections at a time: rules look at all of them. */
export async function lockConnections(tenantId: string, tx: Queryable): Promise<void> {
  await tx.query(LOCK_TENANT, [tenantId])
}

const INSERT = statement(`
  insert into control.connection (tenant_id, id, name, org_type, domain, client_id, client_secret_sealed,
                                  state_at, created_at, modified_at, place)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8,
          (select min(place) from generate_series(1, 2) as free (place)
            where not exists (select from control.connection c where c.tenant_id = $1 and c.place = free.place)))
  returning ${COLUMNS}`)

export interface NewConnection {
  id: string
  name: string
  orgType: OrgType
  domain: string | null
  clientId: string | null
  clientSecretSealed: string | null
}

export async function insertConnection(
  tenantId: string,
  tx: Queryable,
  { made, at }: { made: NewConnection; at: Date },
): Promise<Connection> {
  const { id, name, orgType, domain, clientId, clientSecretSealed } = made
  const values = [tenantId, id, name, orgType, domain, clientId, clientSecretSealed, at]
  const [connection] = await tx.query<Connection>(INSERT, values)
  if (!connection) throw new Error('an insert answered no row')
  return connection
}

const SAVE = statement(`
  update control.connection
     set name = $4, org_type = $5, domain = $6, client_id = $7, client_secret_sealed = $8, state = $9,
         state_reason = $10, state_at = $11, place = $12, org_id = $13, org_changed_at = $14, given_jobs = $15,
         linked = $16, first_linked_at = $17, jobs_paused_because = $18, link_incomplete = $19,
         modified_at = $20, version = version + 1
   where tenant_id = $1 and id = $2 and version = $3
  returning ${COLUMNS}`)

/** Saves a connection as it should be, when it is still the version it was made from. */
export async function saveConnection(
  tenantId: string,
  tx: Queryable,
  { changed, at }: { changed: Connection; at: Date },
): Promise<Connection> {
  const { id, version, name, orgType, domain, clientId, clientSecretSealed, state, stateReason } = changed
  const { stateAt, place, orgId, orgChangedAt, givenJobs } = changed
  const { linked, firstLinkedAt, jobsPausedBecause, linkIncomplete } = changed
  const [saved] = await tx.query<Connection>(SAVE, [
    ...[tenantId, id, version, name, orgType, domain, clientId, clientSecretSealed, state, stateReason],
    ...[stateAt, place, orgId, orgChangedAt, givenJobs, linked, firstLinkedAt, jobsPausedBecause],
    ...[linkIncomplete, at],
  ])
  if (!saved) throw new AppError('CONFLICT')
  return saved
}

const INSERT_EVENT = statement(`
  insert into control.connection_event (tenant_id, connection_id, kind, facts, happened_at)
  values ($1, $2, $3, $4, $5)`)

export async function insertEvent(
  tenantId: string,
  tx: Queryable,
  event: { connectionId: string; kind: string; facts: Record<string, unknown>; at: Date },
): Promise<void> {
  const { connectionId, kind, facts, at } = event
  await tx.query(INSERT_EVENT, [tenantId, connectionId, kind, JSON.stringify(facts), at])
}

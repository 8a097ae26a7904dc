import { audit } from '../audit/index.ts'
import { AppError } from '../errors.ts'
import { newId } from '../lib/ids.ts'
import { changeConnection, live, moved } from './change.ts'
import { facts, type Actor, type Connection } from './connection.ts'
import { insertConnection, lockConnections, readConnection } from './connection-store.ts'
import { revokePending } from './give-up.ts'
import { giveUpGrant } from './grant-store.ts'
import {
  checkedCredential,
  checkedDomain,
  checkedName,
  checkedOrgType,
  type ConnectionInput,
} from './input.ts'
import type { Dependents, Parts } from './parts.ts'
import { refusedByDatabase } from './refused-by-database.ts'
import { needsAnotherGrant } from './rules.ts'
import { safeOf } from './sealed.ts'

export async function createConnection(
  parts: Parts,
  { tenantId, adminId }: Actor,
  input: ConnectionInput & { name: string; orgType: string },
): Promise<Connection> {
  const { db, clock, settings, vault } = parts
  const id = newId()
  const clientId = checkedCredential(input.clientId ?? null, 'clientId')
  const clientSecret = checkedCredential(input.clientSecret ?? null, 'clientSecret')
  if (clientSecret !== null && clientId === null) throw new AppError('CLIENT_SECRET_ALONE')
  const made = {
    id,
    name: checkedName(input.name),
    orgType: checkedOrgType(input.orgType),
    domain: checkedDomain(input.domain ?? null, settings),
    clientId,
    clientSecretSealed: clientSecret && safeOf(vault, tenantId, id).seal('client-secret', clientSecret),
  }
  return db
    .transaction(async (tx) => {
      await lockConnections(tenantId, tx)
      const connection = await insertConnection(tenantId, tx, { made, at: clock.now() })
      await audit(tx, {
        tenantId,
        by: { adminId },
        action: 'connection.created',
        subject: { kind: 'connection', id },
        before: null,
        after: facts(connection),
      })
      return connection
    })
    .catch(refusedByDatabase)
}

/** Another login or another app makes the grant worthless: it is given up, and the connection says that it needs another. */
export async function editConnection(
  parts: Parts,
  actor: Actor,
  { connectionId, version, input }: { connectionId: string; version: number; input: ConnectionInput },
): Promise<Connection> {
  const { tenantId } = actor
  const request = { connectionId, version, action: 'connection.edited' } as const
  const saved = await changeConnection(parts, actor, request, async ({ tx, connection, now }) => {
    const edited = { ...connection, ...editedApp(parts, tenantId, { connection, input }) }
    if (input.name !== undefined) edited.name = checkedName(input.name)
    if (input.orgType !== undefined) edited.orgType = checkedOrgType(input.orgType)
    if (input.domain !== undefined) edited.domain = checkedDomain(input.domain, parts.settings)
    if (connection.state !== 'authorized' || !needsAnotherGrant(connection, edited)) return edited
    await giveUpGrant(tenantId, tx, { connectionId, at: now })
    return moved(edited, 'needs-reauthorization', { now, reason: 'SETTINGS_CHANGED' })
  })
  if (saved.stateReason === 'SETTINGS_CHANGED') await revokePending(parts, tenantId, connectionId)
  return saved
}

/** A secret belongs to its key: with another key, the old secret goes. */
function editedApp(
  { vault }: Pick<Parts, 'vault'>,
  tenantId: string,
  { connection, input }: { connection: Connection; input: ConnectionInput },
): Pick<Connection, 'clientId' | 'clientSecretSealed'> {
  const { id, clientId: oldId, clientSecretSealed: oldSealed } = connection
  const clientId = input.clientId === undefined ? oldId : checkedCredential(input.clientId, 'clientId')
  const kept = clientId === oldId ? oldSealed : null
  if (input.clientSecret === undefined) return { clientId, clientSecretSealed: kept }
  const secret = checkedCredential(input.clientSecret, 'clientSecret')
  if (secret !== null && clientId === null) throw new AppError('CLIENT_SECRET_ALONE')
  return {
    clientId,
    clientSecretSealed: secret && safeOf(vault, tenantId, id).seal('client-secret', secret),
  }
}

/** Its data stays, its name and place are free again, and what it held of Salesforce is given back. */
export async function deleteConnection(
  parts: Parts,
  actor: Actor,
  { connectionId, version, confirm }: { connectionId: string; version: number; confirm: boolean },
): Promise<{ revocationsPending: number }> {
  const { tenantId } = actor
  live(await readConnection(tenantId, parts.db, connectionId))
  refuseInUse(await parts.ports.dependents(tenantId, connectionId))
  const request = { connectionId, version, action: 'connection.deleted' } as const
  await changeConnection(parts, actor, request, async ({ tx, connection, now }) => {
    if (connection.firstLinkedAt !== null && !confirm) throw new AppError('CONFIRM_DELETION')
    await giveUpGrant(tenantId, tx, { connectionId, at: now })
    const deleted = moved(connection, 'deleted', { now })
    return { ...deleted, place: null, linked: false, linkIncomplete: null, clientSecretSealed: null }
  })
  return { revocationsPending: await revokePending(parts, tenantId, connectionId) }
}

function refuseInUse({ jobs, chains }: Dependents): void {
  const details = [
    ...chains.map(({ name }) => ({ field: 'chain', message: name })),
    ...jobs.map(({ name }) => ({ field: 'job', message: name })),
  ]
  if (details.length > 0) throw new AppError('CONNECTION_IN_USE', { details })
}

import { appOf } from './app.ts'
import { loginUrlOfConnection } from './authorize.ts'
import type { Connection } from './connection.ts'
import { readConnection, readConnections } from './connection-store.ts'
import type { Parts } from './parts.ts'

type Lists = Pick<Parts, 'db' | 'settings' | 'vault'>

/**
 * From its first authorization until it is deleted, also while it is revoked: a login uses nothing of its grant, and
 * whoever is to authorize it again must get in.
 */
export const loginOrgsOf = (parts: Lists) => ({
  async list(tenantId: string) {
    const all = await readConnections(tenantId, parts.db)
    return all
      .filter((connection) => canLogIn(parts, connection))
      .map(({ id, name }) => ({ connectionId: id, name }))
  },

  async read(tenantId: string, connectionId: string, callbackPath: string) {
    const connection = await readConnection(tenantId, parts.db, connectionId)
    if (!connection || !canLogIn(parts, connection)) return undefined
    const { orgId, givenJobs } = connection
    return {
      connectionId,
      orgId,
      loginUrl: loginUrlOfConnection(connection),
      app: appOf(parts, tenantId, connection, callbackPath),
      // The connection with all jobs: users whose rows name no connection are its org's.
      ownsUnmarkedUsers: givenJobs === 'all',
    }
  },
})

const canLogIn = (
  { settings }: Pick<Parts, 'settings'>,
  connection: Connection,
): connection is Connection & { orgId: string } =>
  connection.state !== 'deleted' &&
  connection.orgId !== null &&
  settings.publicUrl() !== undefined &&
  (connection.clientId !== null || settings.salesforceApp !== undefined)

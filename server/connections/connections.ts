import { beginAuthorization, type Begun } from './authorize.ts'
import { clientFor } from './client.ts'
import { completeAuthorization, type CallbackAnswer, type Completed } from './complete.ts'
import type { Actor, Connection } from './connection.ts'
import { viewGrant, type GrantView } from './grant-view.ts'
import type { ConnectionInput } from './input.ts'
import { tellRevocations } from './give-up.ts'
import { linkConnection, unlinkConnection } from './link.ts'
import { loginOrgsOf } from './login-orgs.ts'
import { createConnection, deleteConnection, editConnection } from './manage.ts'
import { createMetadata, type Metadata } from './metadata/index.ts'
import type { Parts } from './parts.ts'
import { createResolution, readResolution, type Resolution } from './resolution/index.ts'
import { resumeJobs } from './resume.ts'
import { revokeConnection, stopConnection, type Revoked } from './revoke.ts'
import { notice, type Notice } from './notices.ts'
import { domainNotices } from './rules.ts'
import { viewConnection, viewConnections, type ConnectionView } from './view.ts'
import type { SalesforceClient } from '../salesforce/index.ts'

export interface ConnectionAnswer {
  connection: ConnectionView
  notices: readonly Notice[]
}

interface At {
  connectionId: string
  version: number
}

/** All that can be done with connections. Whose they are comes first, everywhere. */
export interface Connections {
  list(tenantId: string): Promise<ConnectionView[]>
  read(tenantId: string, connectionId: string): Promise<ConnectionView>
  grant(tenantId: string, connectionId: string): Promise<GrantView>
  create(actor: Actor, input: ConnectionInput & { name: string; orgType: string }): Promise<ConnectionAnswer>
  edit(actor: Actor, at: At & { input: ConnectionInput }): Promise<ConnectionAnswer>
  delete(actor: Actor, at: At & { confirm: boolean }): Promise<readonly Notice[]>
  authorize(actor: Actor, of: { connectionId: string; confirmOtherOrg: boolean }): Promise<Begun>
  complete(actor: Actor, answer: CallbackAnswer): Promise<Completed>
  revoke(actor: Actor, at: At): Promise<ConnectionAnswer>
  stop(actor: Actor, connectionId: string): Promise<ConnectionAnswer>
  resume(actor: Actor, at: At): Promise<ConnectionAnswer>
  link(actor: Actor, at: At): Promise<ConnectionAnswer>
  unlink(actor: Actor, at: At): Promise<ConnectionAnswer>
  clientFor(tenantId: string, connectionId: string): Promise<SalesforceClient>
  /** Tells Salesforce of the tokens that were given up while it could not be reached. */
  tellRevocations(): Promise<void>
  metadata: Metadata
  /** Which company an account belongs to. */
  resolution: Resolution
  /** Whose users can log in to the console. */
  /** As the console needs them, which says what that is. */
  loginOrgs: ReturnType<typeof loginOrgsOf>
}

export function createConnections(parts: Parts): Connections {
  const metadata = createMetadata({
    ...parts,
    resolutionInForce: (tenantId, connectionId) => readResolution(tenantId, parts.db, connectionId),
  })
  const resolution = createResolution({
    ...parts,
    describeAccount: (...of) => metadata.describe(...of, 'Account'),
    accountNow: (...of) => metadata.describeNow(...of, 'Account'),
    keptAccount: (...of) => metadata.kept(...of, 'Account'),
  })
  const answer = async (
    { tenantId }: Actor,
    { id }: { id: string },
    notices: readonly Notice[] = [],
  ): Promise<ConnectionAnswer> => ({ connection: await viewConnection(parts, tenantId, id), notices })
  const written = (actor: Actor, connection: Connection) =>
    answer(actor, connection, domainNotices(connection))
  const revoked = (actor: Actor, { connection, revocationsPending }: Revoked) =>
    answer(actor, connection, pendingNotices(revocationsPending))

  return {
    list: (tenantId) => viewConnections(parts, tenantId),
    read: (tenantId, connectionId) => viewConnection(parts, tenantId, connectionId),
    grant: (tenantId, connectionId) => viewGrant(parts, tenantId, connectionId),
    create: async (actor, input) => written(actor, await createConnection(parts, actor, input)),
    edit: async (actor, at) => written(actor, await editConnection(parts, actor, at)),
    delete: async (actor, at) =>
      pendingNotices((await deleteConnection(parts, actor, at)).revocationsPending),
    authorize: (actor, of) => beginAuthorization(parts, actor, of),
    complete: (actor, given) => completeAuthorization(parts, actor, given),
    revoke: async (actor, at) => revoked(actor, await revokeConnection(parts, actor, at)),
    stop: async (actor, connectionId) => revoked(actor, await stopConnection(parts, actor, connectionId)),
    resume: async (actor, at) => answer(actor, await resumeJobs(parts, actor, at)),
    async link(actor, at) {
      const { connection, notices } = await linkConnection(parts, actor, at)
      return answer(actor, connection, notices)
    },
    async unlink(actor, at) {
      const { connection, notices } = await unlinkConnection(parts, actor, at)
      return answer(actor, connection, notices)
    },
    clientFor: (tenantId, connectionId) => clientFor(parts, tenantId, connectionId),
    tellRevocations: () => tellRevocations(parts),
    metadata,
    resolution,
    loginOrgs: loginOrgsOf(parts),
  }
}

const pendingNotices = (revocationsPending: number): Notice[] =>
  revocationsPending > 0 ? [notice('REVOCATION_PENDING')] : []

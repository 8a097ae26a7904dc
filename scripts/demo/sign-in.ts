import type { Business, OrgServer } from '../../local-org/index.ts'
import type { Role } from '../../server/http/roles.ts'
import type { RunningServer } from '../../server/server.ts'
import { forgetTokens, giveRole, readSampleUser } from './sample-store.ts'

/** Somebody who can log in to the console through the org. */
export interface SampleLogin {
  role: Role
  username: string
  password: string
}

interface Setting {
  server: RunningServer
  org: OrgServer
  /** Where it listens now. */
  orgUrl: string
  business: Business
  tenantId: string
}

/**
 * Lets the org's people into the console: some of the sample's users get roles, and the sample is connected to the org as
 * its super admin would do it.
 */
export async function openConsole(setting: Setting): Promise<SampleLogin[]> {
  const { org, business } = setting
  const roles: readonly [Role, string][] = [
    ['super-admin', org.administrator],
    ['admin', business.viewers.csm],
    ['viewer', business.viewers.seller],
  ]
  // A role is of the org that is connected when it is given.
  await connect(setting)
  return Promise.all(roles.map(([role, userId]) => letIn(setting, { role, userId })))
}

async function letIn(
  { server, org, tenantId }: Setting,
  { role, userId }: { role: Role; userId: string },
): Promise<SampleLogin> {
  await giveRole(server.db, tenantId, { role, gsid: await readSampleUser(server.db, tenantId, userId) })
  const found = org.identity.credentials().find((one) => one.userId === userId)
  if (!found) throw new Error(`the user ${userId} of the org cannot log in`)
  return { role, username: found.username, password: found.password }
}

/** Again at each start: the org forgets what it granted when it stops, and may have another address now. */
async function connect({ server, org, orgUrl, tenantId }: Setting): Promise<void> {
  const { connections } = server.app.services
  const adminId = await readSampleUser(server.db, tenantId, org.administrator)
  const actor = { tenantId, adminId, sessionId: 'demo' }
  await forgetTokens(server.db)
  const ours = (await connections.list(tenantId)).find(({ orgId }) => orgId === org.orgId)
  // Somebody who revoked it to see what happens wants to see it.
  if (ours?.state === 'revoked') return
  if (ours && ours.loginUrl !== orgUrl) {
    const { id: connectionId, version } = ours
    await connections.edit(actor, { connectionId, version, input: { domain: orgUrl } })
  }
  const input = { name: 'Salesforce', orgType: 'production', domain: orgUrl }
  const { id } = ours ?? (await connections.create(actor, input)).connection
  const { url } = await connections.authorize(actor, { connectionId: id, confirmOtherOrg: false })
  const answer = new URL(org.identity.allow(url, org.administrator)).searchParams
  const state = answer.get('state') ?? ''
  const { result } = await connections.complete(actor, { state, code: answer.get('code') ?? '' })
  if (result !== 'AUTHORIZED') throw new Error(`the sample could not be connected to the org: ${result}`)
}

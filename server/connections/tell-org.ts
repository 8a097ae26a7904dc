import { AppError } from '../errors.ts'
import { clientFor } from './client.ts'
import type { Connection } from './connection.ts'
import { writePackageSettings } from './package-settings.ts'
import type { Parts } from './parts.ts'
import { readResolution } from './resolution/resolution-store.ts'
import { fieldToRead } from './resolution/tell-package.ts'
import { refusedBySalesforce } from './salesforce-refusal.ts'

/** What a link needs of the org: that its word is trusted here, and that its package knows whom its tokens are for. */
export async function tellOrg(
  parts: Parts,
  tenantId: string,
  { id: connectionId, orgId }: Pick<Connection, 'id' | 'orgId'>,
): Promise<void> {
  if (orgId === null || !(await parts.ports.isTrusted(tenantId, orgId))) throw new AppError('ORG_NOT_TRUSTED')
  const client = await clientFor(parts, tenantId, connectionId)
  const audience = parts.settings.widgetAudience
  const accountField = fieldToRead(await readResolution(tenantId, parts.db, connectionId))
  await writePackageSettings(client, { orgId, audience, tenantId, accountField }).catch(refusedBySalesforce)
}

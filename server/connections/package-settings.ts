import { z } from 'zod'
import { AppError } from '../errors.ts'
import { SalesforceError, type SalesforceClient } from '../salesforce/index.ts'

/** The package's custom setting, force-app/team-view/objects: how the org introduces itself to this server. */
const SETTINGS = 'Team_View_Settings__c'
const AUDIENCE = 'Audience__c'
const TENANT = 'Tenant__c'

/** Tells the package, in the org's own row of its settings, whom its tokens are for. Throws when there is no package. */
export async function writePackageSettings(
  client: SalesforceClient,
  { orgId, audience, tenantId }: { orgId: string; audience: string; tenantId: string },
): Promise<void> {
  const fields = await fieldsOfSettings(client)
  if (!fields.has(AUDIENCE)) throw new AppError('PACKAGE_MISSING')
  // A package from before this field works as well: it is shown to people and read by nobody.
  const values = { [AUDIENCE]: audience, ...(fields.has(TENANT) ? { [TENANT]: tenantId } : {}) }
  const [row] = ROWS.parse(await client.query(rowOf(orgId)))
  if (row) await client.patch(`/sobjects/${SETTINGS}/${row.Id}`, values)
  else await client.post(`/sobjects/${SETTINGS}`, { SetupOwnerId: orgId, ...values }, CREATED)
}

const ROWS = z.array(z.object({ Id: z.string().regex(/^\w{15,18}$/) }))
const CREATED = z.object({ success: z.literal(true) })

/** There is at most one row for the organisation; the id is one we pinned, so nothing in it needs escaping. */
const rowOf = (orgId: string): string => `SELECT Id FROM ${SETTINGS} WHERE SetupOwnerId = '${orgId}'`

async function fieldsOfSettings(client: SalesforceClient): Promise<ReadonlySet<string>> {
  try {
    const { fields } = await client.describe(SETTINGS)
    return new Set(fields.map(({ name }) => name))
  } catch (error) {
    if (error instanceof SalesforceError && error.status === 404)
      throw new AppError('PACKAGE_MISSING', { cause: error })
    throw error
  }
}

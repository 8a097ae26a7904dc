import { z } from 'zod'
import { AppError } from '../errors.ts'
import { SalesforceError, type SalesforceClient } from '../salesforce/index.ts'

/** The package's custom setting, force-app/team-view/objects: how the org introduces itself to this server. */
const SETTINGS = 'Team_View_Settings__c'
const AUDIENCE = 'Audience__c'
const TENANT = 'Tenant__c'
const ACCOUNT_FIELD = 'Account_Field__c'

/** Tells the package, in the org's own row of its settings, whom its tokens are for. Throws when there is no package. */
export async function writePackageSettings(
  client: SalesforceClient,
  settings: { orgId: string; audience: string; tenantId: string; accountField: string | null },
): Promise<void> {
  const { orgId, audience, tenantId, accountField } = settings
  const fields = await fieldsOfSettings(client)
  if (!fields.has(AUDIENCE)) throw new AppError('PACKAGE_MISSING')
  // A package from before these fields works as well: the one is shown to people, and what the other asks for is read here.
  await write(client, orgId, {
    [AUDIENCE]: audience,
    ...(fields.has(TENANT) ? { [TENANT]: tenantId } : {}),
    ...(fields.has(ACCOUNT_FIELD) ? { [ACCOUNT_FIELD]: accountField } : {}),
  })
}

/** Tells the package which field of an account to read for a page view; false when it is too old to do so. */
export async function writeAccountField(
  client: SalesforceClient,
  { orgId, accountField }: { orgId: string; accountField: string | null },
): Promise<boolean> {
  if (!(await fieldsOfSettings(client)).has(ACCOUNT_FIELD)) return false
  await write(client, orgId, { [ACCOUNT_FIELD]: accountField })
  return true
}

async function write(
  client: SalesforceClient,
  orgId: string,
  values: Readonly<Record<string, string | null>>,
): Promise<void> {
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

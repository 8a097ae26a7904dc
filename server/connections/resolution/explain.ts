import {
  carriersOf,
  companiesFrom,
  findAlike,
  rankLikely,
  wantedValue,
  type Candidate,
  type Carriers,
  type Likely,
  type SyncedCompany,
  type Wanted,
} from '../../companies/index.ts'
import { AppError } from '../../errors.ts'
import { describe, findTenant } from '../../objects/index.ts'
import { clientFor } from '../client.ts'
import type { Connection } from '../connection.ts'
import type { Parts, SyncHistory } from '../parts.ts'
import { reasonOf, type Reason } from '../reasons.ts'
import { refusedBySalesforce } from '../salesforce-refusal.ts'
import { readAccount, type AccountInOrg, type MergedAccount } from './account-in-org.ts'
import { conclude, type Conclusion } from './conclusion.ts'
import type { FieldsParts } from './mapping.ts'
import { readResolution, type SavedResolution } from './resolution-store.ts'

/** Everything that is known of why an account has the company it has, or none. */
export interface AccountMapping {
  accountId: string
  resolution: SavedResolution
  /** What it has in the mapped field; undefined when it is empty or was not read. */
  value: string | undefined
  account: AccountInOrg | undefined
  /** Why Salesforce could not be asked. */
  notAsked: Reason | undefined
  carriers: Carriers
  made: readonly SyncedCompany[]
  history: SyncHistory
  likely: readonly Likely[]
  conclusion: Conclusion
}

export async function explainAccount(
  parts: Parts & FieldsParts,
  tenantId: string,
  { connection, accountId }: { connection: Connection; accountId: string },
): Promise<AccountMapping> {
  const { db, ports } = parts
  const connectionId = connection.id
  const { schemaName: schema } = await findTenant(db, tenantId)
  const resolution = await readResolution(tenantId, db, connectionId)
  const { accountField, companyField } = resolution
  const asked = await ask(parts, tenantId, { connectionId, accountId, accountField })
  const { account } = asked
  const value = accountField === 'Id' ? accountId : account?.value
  const wanted = account || accountField === 'Id' ? wantedValue(resolution, value) : undefined
  const [carriers = NONE] = await carriersOf(db, schema, resolution, soughtOf(wanted))
  const source = { connectionId, object: 'Account', recordId: accountId, companyField }
  const made = await companiesFrom(db, schema, source)
  const history = await ports.syncHistory(tenantId, connectionId, 'Account', accountId)
  const candidates = account
    ? await candidatesFor(parts, tenantId, { schema, resolution, account, made })
    : made.map(madeFrom(accountId))
  const likely = carriers.count === 1 ? [] : rankLikely(candidates).slice(0, MOST_LIKELY)
  const known = { accountField, companyField, account, wanted, carriers, made, history, likely }
  return {
    accountId,
    resolution,
    value,
    ...asked,
    carriers,
    made,
    history,
    likely,
    conclusion: conclude(known),
  }
}

const MOST_LIKELY = 10
const NONE: Carriers = { count: 0, companies: [] }

const soughtOf = (wanted: Wanted | undefined) => (typeof wanted === 'object' ? [wanted] : [])

/** Whatever keeps Salesforce from being asked is part of the answer. */
async function ask(
  parts: Parts & FieldsParts,
  tenantId: string,
  { connectionId, ...of }: { connectionId: string; accountId: string; accountField: string },
): Promise<Pick<AccountMapping, 'account' | 'notAsked'>> {
  try {
    const described = await parts.describeAccount(tenantId, connectionId)
    const client = await clientFor(parts, tenantId, connectionId)
    return {
      account: await readAccount(client, described, of).catch(refusedBySalesforce),
      notAsked: undefined,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { account: undefined, notAsked: reasonOf(error.code) }
  }
}

interface Looking {
  schema: string
  resolution: SavedResolution
  account: AccountInOrg
  made: readonly SyncedCompany[]
}

async function candidatesFor(
  { db }: Parts,
  tenantId: string,
  { schema, resolution, account, made }: Looking,
): Promise<Candidate[]> {
  const { fields } = await describe(db, tenantId, 'Company')
  const merged = [...(account.mergedInto ? [account.mergedInto] : []), ...account.mergedFrom]
  const id = account.clues.ids[0]?.value ?? ''
  return [
    ...made.map(madeFrom(id)),
    ...(await mergedInto(db, { schema, resolution, merged })),
    ...(await findAlike(db, { schema, fields }, account.clues)),
  ]
}

async function mergedInto(
  db: Parts['db'],
  {
    schema,
    resolution,
    merged,
  }: Pick<Looking, 'schema' | 'resolution'> & { merged: readonly MergedAccount[] },
): Promise<Candidate[]> {
  const { accountField, companyField } = resolution
  const found: Candidate[] = []
  for (const one of merged) {
    const wanted = wantedValue(resolution, accountField === 'Id' ? one.id : one.value)
    const [carriers = NONE] = await carriersOf(db, schema, resolution, soughtOf(wanted))
    const evidence = [
      {
        ...{ kind: 'merged' as const, accountField: 'MasterRecordId', accountValue: one.id, companyField },
        companyValue: typeof wanted === 'object' ? wanted.value : '',
      },
    ]
    found.push(...carriers.companies.map((company) => ({ ...company, evidence })))
  }
  return found
}

const madeFrom =
  (accountId: string) =>
  ({ id, name }: SyncedCompany): Candidate => ({
    ...{ id, name },
    evidence: [
      {
        ...{ kind: 'synced-from', accountField: 'Id', accountValue: accountId },
        ...{ companyField: '_source_id', companyValue: accountId },
      },
    ],
  })

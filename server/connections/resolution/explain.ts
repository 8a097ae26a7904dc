import {
  carriersOf,
  companiesFrom,
  findAlike,
  fitOf,
  rankLikely,
  wantedValue,
  type Candidate,
  type Carriers,
  type Fit,
  type Likely,
  type SyncedCompany,
  type Wanted,
} from '../../companies/index.ts'
import { AppError, type ErrorDetail } from '../../errors.ts'
import { describe, findTenant, sameName } from '../../objects/index.ts'
import type { ObjectDescribe } from '../../salesforce/index.ts'
import { clientFor } from '../client.ts'
import type { Connection } from '../connection.ts'
import type { Parts, SyncHistory } from '../parts.ts'
import { reasonOf, type Reason } from '../reasons.ts'
import { refusedBySalesforce } from '../salesforce-refusal.ts'
import { readAccount, type AccountInOrg, type MergedAccount } from './account-in-org.ts'
import { conclude, type Conclusion } from './conclusion.ts'
import type { FieldsParts } from './mapping.ts'
import { readResolution, type SavedResolution } from './resolution-store.ts'

/** With the words of Salesforce itself, where it had any. */
export type NotAsked = Reason & { details?: ErrorDetail[] }

/** Everything that is known of why an account has the company it has, or none. */
export interface AccountMapping {
  accountId: string
  resolution: SavedResolution
  /** What it has in the mapped field; undefined when it is empty or was not read. */
  value: string | undefined
  account: AccountInOrg | undefined
  /** Why Salesforce could not be asked. */
  notAsked: NotAsked | undefined
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
  const { fit, ...asked } = await ask(parts, tenantId, { connectionId, accountId, resolution })
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
  const known = { accountField, companyField, fit, account, wanted, carriers, made, history, likely }
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

type Asked = Pick<AccountMapping, 'account' | 'notAsked'> & { fit: Fit | undefined }

/** Whatever keeps Salesforce from being asked is part of the answer. */
async function ask(
  parts: Parts & FieldsParts,
  tenantId: string,
  of: { connectionId: string; accountId: string; resolution: SavedResolution },
): Promise<Asked> {
  const { connectionId, accountId, resolution } = of
  try {
    // What is kept may be a week old: a field that went since would have the query refused, and be taken for an empty one.
    const described = await parts.accountNow(tenantId, connectionId)
    if (!described) throw new AppError('METADATA_OBJECT_UNKNOWN')
    const client = await clientFor(parts, tenantId, connectionId)
    const accountField = nameNow(described, resolution)
    const read = readAccount(client, described, { accountId, accountField })
    const account = await read.catch(refusedBySalesforce)
    return { account, notAsked: undefined, fit: fitOf(resolution, described) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const notAsked = { ...reasonOf(error.code), ...(error.details && { details: error.details }) }
    return { account: undefined, notAsked, fit: undefined }
  }
}

/** A field that was made anew may be written with other capitals. */
const nameNow = ({ fields }: ObjectDescribe, { accountField }: SavedResolution): string =>
  fields.find(({ name }) => sameName(name, accountField))?.name ?? accountField

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

import { textOf, type Clue } from '../../companies/index.ts'
import {
  buildSoql,
  type FieldDescribe,
  type ObjectDescribe,
  type SalesforceClient,
} from '../../salesforce/index.ts'

export type AccountState = 'there' | 'deleted' | 'merged' | 'not-visible'

/** Another account that became one with this one. */
export interface MergedAccount {
  id: string
  name: string | null
  /** What it has in the mapped field. */
  value: string | undefined
}

/** What Salesforce says of an account, now. */
export interface AccountInOrg {
  state: AccountState
  name: string | null
  /** What it has in the mapped field. */
  value: string | undefined
  mergedInto: MergedAccount | null
  /** The accounts that were merged into it and are still in the recycle bin. */
  mergedFrom: readonly MergedAccount[]
  clues: { names: readonly Clue[]; domains: readonly Clue[]; ids: readonly Clue[] }
}

const NOWHERE: AccountInOrg = {
  ...{ state: 'not-visible', name: null, value: undefined, mergedInto: null, mergedFrom: [] },
  clues: { names: [], domains: [], ids: [] },
}

const MOST_MERGED = 20

/** Deleted ones too, as long as they are in the recycle bin. */
export async function readAccount(
  client: SalesforceClient,
  account: ObjectDescribe,
  { accountId, accountField }: { accountId: string; accountField: string },
): Promise<AccountInOrg> {
  const telling = account.fields.filter(tellsCustomers)
  const has = (name: string) => account.fields.some((field) => field.name === name)
  const wanted = ['Id', 'Name', 'IsDeleted', 'MasterRecordId', accountField].filter(has)
  const find = (field: string, value: string, fields: readonly string[]) =>
    client.query(
      buildSoql({
        ...{ from: account, fields: [...new Set(fields)], limit: MOST_MERGED },
        where: [{ field, is: '=', value }],
      }),
      { deleted: true },
    )
  const merged = (record: Readonly<Record<string, unknown>>): MergedAccount => ({
    id: String(record['Id']),
    name: textOf(record['Name']) ?? null,
    value: textOf(record[accountField]),
  })

  const [record] = await find('Id', accountId, [...wanted, ...telling.map(({ name }) => name)])
  if (!record) return NOWHERE
  const masterId = textOf(record['MasterRecordId'])
  const [master] = masterId === undefined ? [] : await find('Id', masterId, wanted)
  const canAsk = account.fields.some(({ name, filterable }) => name === 'MasterRecordId' && filterable)
  const losers = canAsk ? await find('MasterRecordId', accountId, wanted) : []
  return {
    state: masterId !== undefined ? 'merged' : record['IsDeleted'] === true ? 'deleted' : 'there',
    name: textOf(record['Name']) ?? null,
    value: textOf(record[accountField]),
    mergedInto:
      masterId === undefined
        ? null
        : master
          ? merged(master)
          : { id: masterId, name: null, value: undefined },
    mergedFrom: losers.map(merged),
    clues: cluesOf(record, telling, accountField),
  }
}

const isAddress = ({ type, name }: FieldDescribe): boolean => type === 'url' || /domain|website/i.test(name)
const isKey = ({ externalId, idLookup, name, type }: FieldDescribe): boolean =>
  externalId || (idLookup && type !== 'id' && name !== 'Name') || name === 'AccountNumber'

const tellsCustomers = (field: FieldDescribe): boolean => isAddress(field) || isKey(field)

function cluesOf(
  record: Readonly<Record<string, unknown>>,
  telling: readonly FieldDescribe[],
  accountField: string,
): AccountInOrg['clues'] {
  const clue = (field: string): Clue[] => {
    const value = textOf(record[field])
    return value === undefined ? [] : [{ field, value }]
  }
  const id = String(record['Id'])
  return {
    names: clue('Name'),
    domains: telling.filter(isAddress).flatMap(({ name }) => clue(name)),
    ids: [
      { field: 'Id', value: id },
      { field: 'Id', value: id.slice(0, 15) },
      ...telling.filter(isKey).flatMap(({ name }) => clue(name)),
      ...(accountField === 'Id' || accountField === 'Name' ? [] : clue(accountField)),
    ],
  }
}

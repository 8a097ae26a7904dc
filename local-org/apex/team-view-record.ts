import type { Store } from '../records/types.ts'
import { normalizeId } from '../salesforce-id.ts'
import type { Schema } from '../schema/schema.ts'
import type { Field } from '../schema/types.ts'
import { compileQuery } from '../soql/index.ts'
import { handled } from './aura-handled-exception.ts'
import { accountField, textIn } from './team-view-account-field.ts'
import { teamViewSettings } from './team-view-settings.ts'

/** The record the component sits on and the account behind it, as far as the user may see them. */
export interface TeamViewRecord {
  objectApiName: string
  recordId: string
  accountId: string | null
  /** The mapped field of the account, when it was read. */
  accountField: string | null
  /** What that field holds; null when it is empty. */
  value: string | null
}

export interface Reading {
  schema: Schema
  store: Store
  orgId: string
  userId: string
}

const SUPPORTED = new Set(['Account', 'Case', 'Opportunity'])
const LONGEST_VALUE = 255
/** Of the API, as the package's classes are. */
const VERSION = 65

type Row = Record<string, unknown>

export async function readTeamViewRecord(reading: Reading, recordId: string | null): Promise<TeamViewRecord> {
  const { schema } = reading
  const id = recordId === null ? undefined : normalizeId(recordId)
  const object = id === undefined ? undefined : schema.byKeyPrefix(id.slice(0, 3))?.name
  if (id === undefined || object === undefined || !SUPPORTED.has(object))
    throw handled('TeamView_UnsupportedRecord')
  const mapped = accountField(schema, teamViewSettings(reading).accountField)
  const found = await find(reading, { id, object, mapped })
  // A query in user mode finds neither what does not exist nor what is in the recycle bin, and says no more than that.
  if (!found) throw handled('TeamView_NoAccess')
  return recordOf(found, { id, object, mapped })
}

interface Asked {
  id: string
  object: string
  mapped: Field | undefined
}

async function find(
  { schema, store, userId }: Reading,
  { id, object, mapped }: Asked,
): Promise<Row | undefined> {
  const isAccount = object === 'Account'
  const fields = [isAccount ? 'Id' : 'AccountId']
  if (mapped) fields.push(isAccount ? mapped.name : `Account.${mapped.name}`)
  const text = `SELECT ${fields.join(', ')} FROM ${object} WHERE Id = '${id}' LIMIT 1`
  const selection = await compileQuery(text, { schema, store }, { version: VERSION, userId }).select()
  return selection.page(0, 1)[0] as Row | undefined
}

function recordOf(found: Row, { id, object, mapped }: Asked): TeamViewRecord {
  const isAccount = object === 'Account'
  const account = (isAccount ? found : found['Account']) as Row | null | undefined
  const isAsked = mapped !== undefined && account !== null && account !== undefined
  const text = isAsked ? textIn(mapped, account[mapped.name]) : null
  const isTooLong = text !== null && text.length > LONGEST_VALUE
  return {
    objectApiName: object,
    recordId: id,
    accountId: isAccount ? id : (found['AccountId'] as string | null),
    accountField: isAsked && !isTooLong ? mapped.name : null,
    value: isTooLong ? null : text,
  }
}

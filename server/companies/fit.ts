import { sameName } from '../objects/index.ts'
import {
  LONGEST_TEXT,
  kindOfAccountField,
  type AccountField,
  type Comparison,
  type Kind,
} from './comparison.ts'
import type { CompanyResolution } from './resolution.ts'

/** Accounts as an org describes them. */
export interface AccountDescribe {
  queryable: boolean
  fields: readonly (AccountField & { name: string })[]
}

/** Whether a choice can still be compared as it was when it was made; to Salesforce, hidden and deleted are the same. */
export type Fit = { is: 'fit' } | { is: 'gone' } | { is: 'changed'; type: string }

/** By how accounts are described; undefined when they are not there at all. */
export function fitOf(
  { accountField, comparison }: Pick<CompanyResolution, 'accountField' | 'comparison'>,
  account: AccountDescribe | undefined,
): Fit {
  const field = account?.queryable
    ? account.fields.find(({ name }) => sameName(name, accountField))
    : undefined
  if (!field) return { is: 'gone' }
  return kindOfAccountField(field) === KINDS[comparison]
    ? { is: 'fit' }
    : { is: 'changed', type: called(field) }
}

const KINDS: Record<Comparison, Kind> = {
  ...{ exact: 'text', 'ignore-case': 'text' },
  ...{ number: 'number', date: 'date', datetime: 'datetime' },
}

/** A text may be of the same type as before, and only too long now. */
const called = ({ type, length }: AccountField): string =>
  length > LONGEST_TEXT ? `${type} (${length} characters)` : type

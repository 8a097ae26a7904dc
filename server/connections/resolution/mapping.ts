import {
  comparisonOf,
  kindOfAccountField,
  kindOfCompanyField,
  type CompanyResolution,
  type Kind,
} from '../../companies/index.ts'
import { AppError } from '../../errors.ts'
import { describe, sameName, type FieldDefinition } from '../../objects/index.ts'
import type { FieldDescribe, ObjectDescribe } from '../../salesforce/index.ts'
import type { Parts } from '../parts.ts'

/** The two fields as somebody names them. */
export interface MappingInput {
  accountField: string
  companyField: string
}

export interface Fields {
  account: readonly FieldDescribe[]
  company: readonly FieldDefinition[]
}

/** What is needed to know the fields of both sides. */
export interface FieldsParts extends Pick<Parts, 'db'> {
  /** What the org says of its accounts: as kept, or asked for and kept. */
  describeAccount(tenantId: string, connectionId: string): Promise<ObjectDescribe>
  /** What it says of them at this moment; undefined when they are not to be seen. */
  accountNow(tenantId: string, connectionId: string): Promise<ObjectDescribe | undefined>
  /** What is kept of them, without asking the org. */
  keptAccount(tenantId: string, connectionId: string): Promise<ObjectDescribe | 'gone' | 'not-kept'>
}

export async function readFields(
  parts: FieldsParts,
  tenantId: string,
  connectionId: string,
): Promise<Fields> {
  const { fields: account } = await parts.describeAccount(tenantId, connectionId)
  const { fields: company } = await describe(parts.db, tenantId, 'Company')
  return { account, company }
}

/** Pure: the mapping with the names as they are written, or the reason why it cannot be one. */
export function checkMapping(
  { account, company }: Fields,
  { accountField, companyField }: MappingInput,
): CompanyResolution & { field: FieldDefinition } {
  const from = account.find(({ name }) => sameName(name, accountField))
  if (!from) throw unknown('accountField', `Account has no field ${accountField}`)
  const to = company.find(({ name }) => sameName(name, companyField))
  if (!to) throw unknown('companyField', `Company has no field ${companyField}`)
  const comparison = comparisonOf(from, to)
  if (comparison === undefined) {
    const message = `${from.label} (${from.type}) cannot be looked for in ${to.label} (${to.type})`
    throw new AppError('RESOLUTION_TYPES_DIFFER', { details: [{ field: 'body.companyField', message }] })
  }
  return { accountField: from.name, companyField: to.name, comparison, field: to }
}

export const isSameMapping = (one: MappingInput, other: MappingInput): boolean =>
  sameName(one.accountField, other.accountField) && sameName(one.companyField, other.companyField)

export interface Choice {
  name: string
  label: string
  type: string
  kind: Kind
}

/** What can be chosen: a field of the one goes with the fields of the other that are of its kind. */
export function choicesOf({ account, company }: Fields): { account: Choice[]; company: Choice[] } {
  return {
    account: account.flatMap((field) => choice(field, kindOfAccountField(field))),
    company: company.flatMap((field) => choice(field, kindOfCompanyField(field))),
  }
}

const choice = ({ name, label, type }: Omit<Choice, 'kind'>, kind: Kind | undefined): Choice[] =>
  kind === undefined ? [] : [{ name, label, type, kind }]

const unknown = (field: keyof MappingInput, message: string): AppError =>
  new AppError('RESOLUTION_FIELD_UNKNOWN', { details: [{ field: `body.${field}`, message }] })

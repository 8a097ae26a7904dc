import { CUSTOM_NAME } from '../param-shapes.ts'
import { SchemaProblem } from './problem.ts'
import { isRequired } from './required.ts'
import type { Field, ObjectType } from './types.ts'

const SYSTEM = [
  'Id',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
]

const isCustom = (name: string): boolean => CUSTOM_NAME.is(name)

/** Only what admins have made is theirs to delete. */
export function checkRemovable({ name }: Field): void {
  if (isCustom(name)) return
  throw new SchemaProblem(
    `${name} is a standard field, and cannot be deleted. hide-field takes one away that need not be visible.`,
  )
}

export function checkRenamable(type: ObjectType, field: Field, to: string): void {
  const taken = type.fields.find((other) => other !== field && sameName(other.name, to))
  if (taken) throw new SchemaProblem(`${type.name} has a field ${taken.name} already.`)
  if (!isCustom(field.name)) {
    const words = 'is a standard field, and keeps its name. Only custom fields (…__c) can be renamed.'
    throw new SchemaProblem(`${field.name} ${words}`)
  }
  if (!isCustom(to)) {
    throw new SchemaProblem(`A custom field has a name like Health_Score__c, not ${to}.`)
  }
}

export function checkHidable(field: Field): void {
  const why = whyVisible(field)
  if (why) throw new SchemaProblem(`${field.name} is ${why}: field-level security cannot hide it.`)
}

function whyVisible(field: Field): string | undefined {
  if (SYSTEM.includes(field.name)) return 'a system field'
  if (field.nameField) return 'the name of its records'
  return isRequired(field) ? 'required' : undefined
}

export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import { RowProblem } from './row-problem.ts'

export type Verb = 'create' | 'update'

/** Refuses an object that nobody may write, whatever the values. */
export function checkAllowed(object: OrgObject, verb: Verb | 'delete' | 'undelete' | 'merge'): void {
  const allowed = {
    create: object.createable !== false,
    update: object.updateable !== false,
    delete: object.deletable !== false,
    undelete: object.undeletable !== false,
    merge: object.mergeable === true,
  }
  if (allowed[verb]) return
  throw new RowProblem('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support ${verb}`)
}

export function checkWritable(fields: readonly Field[], verb: Verb): void {
  const refused = fields.filter((field) => !isWritable(field, verb)).map(({ name }) => name)
  if (refused.length === 0) return
  const words =
    `Unable to create/update fields: ${refused.join(', ')}. Please check the security settings of this field` +
    ' and verify that it is read/write for your profile or permission set.'
  throw new RowProblem('INVALID_FIELD_FOR_INSERT_UPDATE', words, refused)
}

function isWritable(field: Field, verb: Verb): boolean {
  if (field.formula || field.autoNumber || field.type === 'address' || field.type === 'id') return false
  return (verb === 'create' ? field.createable : field.updateable) !== false
}

export function noSuchColumn(object: OrgObject, name: string): RowProblem {
  return new RowProblem('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`)
}

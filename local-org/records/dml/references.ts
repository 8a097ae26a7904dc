import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import { RowProblem } from '../rules/row-problem.ts'
import { wrongKind } from '../rules/texts.ts'
import type { SObject, Value } from '../types.ts'
import { valueOf } from '../value.ts'
import type { Dml } from './context.ts'
import { isDeleted } from './find.ts'

const LONGEST_CHAIN = 500

/** The parents that a record is given must be there, be of the right kind, and not be its own children. */
export function checkReferences(
  dml: Dml,
  object: OrgObject,
  id: string,
  given: ReadonlyMap<Field, Value>,
): void {
  for (const [field, value] of given) {
    if (field.type !== 'reference' || typeof value !== 'string') continue
    const parent = parentOf(dml, field, value)
    if (field.name === 'OwnerId') checkOwner(object, parent)
    if (field.referenceTo?.includes(object.name)) checkChain(dml, { object, field, id }, value)
  }
}

function parentOf({ schema, tables }: Dml, field: Field, id: string): SObject {
  const object = schema.byKeyPrefix(id.slice(0, 3))
  if (!object || !field.referenceTo?.includes(object.name)) {
    throw new RowProblem('FIELD_INTEGRITY_EXCEPTION', wrongKind(field, id), [field.name])
  }
  const parent = tables.read(object.name, id)
  if (!parent) throw new RowProblem('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')
  if (parent['IsDeleted'] === true) throw isDeleted()
  return parent
}

function checkOwner(object: OrgObject, owner: SObject): void {
  if (owner['IsActive'] !== false) return
  const words = `operation performed with inactive user [${owner.Id.slice(0, 15)}] as owner of ${object.label.toLowerCase()}`
  throw new RowProblem('INACTIVE_OWNER_OR_USER', words)
}

interface Link {
  readonly object: OrgObject
  readonly field: Field
  readonly id: string
}

function checkChain({ tables }: Dml, { object, field, id }: Link, parentId: string): void {
  let next: Value = parentId
  for (let steps = 0; typeof next === 'string' && steps < LONGEST_CHAIN; steps++) {
    if (next === id) {
      throw new RowProblem('CIRCULAR_DEPENDENCY', `Circular dependency in ${field.label}`, [field.name])
    }
    const parent: SObject | undefined = tables.read(object.name, next)
    next = parent ? valueOf(field, parent, tables) : null
  }
}

import type { OrgObject } from '../../schema/schema.ts'
import type { Field } from '../../schema/types.ts'
import { checkRequired } from '../rules/required.ts'
import { RowProblem } from '../rules/row-problem.ts'
import { checkAllowed } from '../rules/writable.ts'
import type { SObject, Value, Values } from '../types.ts'
import { valueOf } from '../value.ts'
import { keyOf, touched, type Dml, type Stored } from './context.ts'
import { defaults } from './defaults.ts'
import { findLive, objectNamed } from './find.ts'
import { checkReferences } from './references.ts'
import { checkUnique } from './unique.ts'
import { givenValues } from './values.ts'

export function insert(dml: Dml, name: string, values: Values): string {
  const object = objectNamed(dml, name)
  checkAllowed(object, 'create')
  if ('Id' in values && values['Id'] !== null) {
    throw new RowProblem('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id'])
  }
  const given = givenValues(dml, object, values, 'create')
  const record = {
    ...defaults(dml, object, given),
    ...stored(given),
    Id: dml.tables.newId(object.name),
    IsDeleted: false,
    CreatedDate: dml.stamp,
    CreatedById: dml.writer.userId,
    ...touched(dml),
  }
  save(dml, object, { record: { ...record, ...accountOfContact(dml, object, record) }, given })
  return record.Id
}

export function update(dml: Dml, name: string, id: string, values: Values): void {
  if (id === '') throw new RowProblem('MISSING_ARGUMENT', 'Id not specified in an update call')
  const object = objectNamed(dml, name)
  checkAllowed(object, 'update')
  const { record: before } = findLive(dml, id, object.name)
  const given = givenValues(dml, object, values, 'update')
  save(dml, object, { record: { ...before, ...stored(given), ...touched(dml, before) }, before, given })
}

interface Saving {
  readonly record: SObject
  readonly before?: SObject
  readonly given: ReadonlyMap<Field, Value>
}

function save(dml: Dml, object: OrgObject, { record, before, given }: Saving): void {
  const settled = { ...record, ...object.settle?.(record, before) }
  checkRequired(object, (field) => {
    if (before && !given.has(field)) return undefined
    return valueOf(field, settled, dml.tables)
  })
  checkReferences(dml, object, record.Id, given)
  checkUnique(dml, object, record.Id, given)
  dml.tx.put(object.name, settled)
}

function stored(given: ReadonlyMap<Field, Value>): Stored {
  return Object.fromEntries([...given].map(([field, value]) => [keyOf(field), value]))
}

/** A new case belongs to the account of its contact, unless someone said otherwise. */
function accountOfContact(dml: Dml, object: OrgObject, record: SObject): Stored {
  const contactId = record['ContactId']
  if (object.name !== 'Case' || typeof contactId !== 'string' || record['AccountId']) return {}
  const contact = dml.schema.object('Contact') && dml.tables.read('Contact', contactId)
  return contact ? { AccountId: contact['AccountId'] ?? null } : {}
}

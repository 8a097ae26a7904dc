import { normalizeId } from '../../salesforce-id.ts'
import type { OrgObject } from '../../schema/schema.ts'
import { RowProblem } from '../rules/row-problem.ts'
import type { SObject } from '../types.ts'
import type { Dml } from './context.ts'

export interface Found {
  readonly object: OrgObject
  readonly record: SObject
}

export function objectNamed({ schema }: Dml, name: string): OrgObject {
  const object = schema.object(name)
  if (object) return object
  throw new RowProblem('INVALID_TYPE', `sObject type '${name}' is not supported.`)
}

/** The record behind an id, in the recycle bin or not. */
export function findRecord(dml: Dml, id: string, name?: string): Found {
  const full = normalizeId(id)
  const named = name === undefined ? undefined : objectNamed(dml, name)
  if (full === undefined || (named && !full.startsWith(named.keyPrefix))) throw malformed(named, id)
  const object = named ?? dml.schema.byKeyPrefix(full.slice(0, 3))
  const record = object && dml.tables.read(object.name, full)
  if (!record) throw new RowProblem('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')
  return { object, record }
}

export function findLive(dml: Dml, id: string, name?: string): Found {
  const found = findRecord(dml, id, name)
  if (found.record['IsDeleted'] === true) throw isDeleted()
  return found
}

export function isDeleted(): RowProblem {
  return new RowProblem('ENTITY_IS_DELETED', 'entity is deleted')
}

function malformed(object: OrgObject | undefined, id: string): RowProblem {
  if (!object) return new RowProblem('MALFORMED_ID', `malformed id ${id}`)
  const label = object.name.endsWith('__c') ? 'Record ID' : `${object.label} ID`
  return new RowProblem('MALFORMED_ID', `${label}: id value of incorrect type: ${id}`, ['Id'])
}

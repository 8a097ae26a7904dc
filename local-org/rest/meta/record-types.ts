import type { SObject, Store } from '../../records/types.ts'

/** The record types of an object that are in use. */
export type RecordTypes = (object: string) => readonly SObject[]

export function recordTypesIn(store: Pick<Store, 'records'>): RecordTypes {
  return (object) =>
    [...store.records('RecordType')].filter(({ SobjectType, IsActive }) => SobjectType === object && IsActive)
}

/** The record type of records that have none. */
export const MASTER = '012000000000000AAA'

interface Choice {
  id: string
  name: string
  developerName: string
  isDefault: boolean
}

/** An object's own record types, the first of which is the default, and then the master that every object has. */
export function recordTypeChoices(own: readonly SObject[]): Choice[] {
  const choices = own.map((type, index) => ({
    id: type.Id,
    name: type.Name as string,
    developerName: type.DeveloperName as string,
    isDefault: index === 0,
  }))
  return [...choices, { id: MASTER, name: 'Master', developerName: 'Master', isDefault: own.length === 0 }]
}

export function recordTypeInfos(own: readonly SObject[], object: string, base: string) {
  return recordTypeChoices(own).map(({ id, name, developerName, isDefault }) => ({
    active: true,
    available: true,
    defaultRecordTypeMapping: isDefault,
    developerName,
    master: id === MASTER,
    name,
    recordTypeId: id,
    urls: { layout: `${base}/sobjects/${object}/describe/layouts/${id}` },
  }))
}

import { fetchJson } from './fetch-json.ts'
import { onPageRefresh } from './refresh.ts'
import { defineWireAdapter } from './wire-adapter.ts'

export interface UiRecord {
  id: string
  apiName: string
  fields: Record<string, { value: unknown; displayValue?: string | null }>
}

type FieldId = string | { objectApiName: string; fieldApiName: string }

const { Adapter, refreshWhere } = defineWireAdapter(async ({ recordId, fields, optionalFields }) => {
  const query = new URLSearchParams()
  if (fields) query.set('fields', names(fields))
  if (optionalFields) query.set('optionalFields', names(optionalFields))
  return (await fetchJson(`/ui-api/records/${encodeURIComponent(String(recordId))}?${query}`)) as UiRecord
})

export const getRecord = Adapter

export function getFieldValue(record: UiRecord | undefined, field: FieldId): unknown {
  return fieldOf(record, field)?.value
}

export function getFieldDisplayValue(
  record: UiRecord | undefined,
  field: FieldId,
): string | null | undefined {
  return fieldOf(record, field)?.displayValue
}

/** Tells every component showing these records that they changed on the server. */
export async function notifyRecordUpdateAvailable(items: { recordId: string }[]): Promise<void> {
  const changed = new Set<unknown>(items.map(({ recordId }) => recordId))
  await refreshWhere(({ recordId }) => changed.has(recordId))
}

onPageRefresh(() => refreshWhere(() => true))

/** Follows a path such as `Case.Account.Name` through the records it crosses. */
function fieldOf(record: UiRecord | undefined, field: FieldId) {
  const [, ...path] = nameOf(field).split('.')
  const last = path.pop()
  const owner = path.reduce<UiRecord | undefined>(
    (at, name) => at?.fields[name]?.value as UiRecord | undefined,
    record,
  )
  return last === undefined ? undefined : owner?.fields[last]
}

function names(fields: unknown): string {
  return (Array.isArray(fields) ? (fields as FieldId[]) : [fields as FieldId]).map(nameOf).join(',')
}

function nameOf(field: FieldId): string {
  return typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`
}

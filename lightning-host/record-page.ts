/** What `GET /preview/page?recordId=…` answers: everything the record page around the package's components shows. */
export interface RecordPage {
  object: RecordObject
  recordId: string
  name: string
  subtitle?: string
  highlights: Field[]
  details: Field[]
  related: RelatedList[]
  viewer: Viewer
  viewers: ViewerChoice[]
  examples: Example[]
}

export type RecordObject = 'Account' | 'Case' | 'Opportunity'

export interface Field {
  label: string
  value: string | number | null
  type: FieldType
  /** ISO code, for a currency. */
  currency?: string
  /** Where a lookup leads. */
  href?: string
}

export type FieldType =
  'text' | 'url' | 'date' | 'datetime' | 'currency' | 'number' | 'percent' | 'email' | 'phone' | 'lookup'

export interface RelatedList {
  /** As the heading says it, with the number of records there are. */
  label: string
  /** A base-component icon name, such as `standard:contact`. */
  icon: string
  columns: { label: string; fieldName: string; type: FieldType }[]
  /** Values by field name. The ISO code of a row's amounts is its `currency`; where its lookup leads, its `href`. */
  rows: Record<string, unknown>[]
}

/** The Salesforce user the page is seen as; the browser's own settings stand in for what is not known. */
export interface Viewer {
  id: string
  name: string
  locale?: string
  timeZone?: string
  currency?: string
  permissions?: string[]
}

export interface ViewerChoice {
  id: string
  name: string
  note: string
}

/** A record worth looking at, and why. */
export interface Example {
  object: string
  recordId: string
  name: string
  note: string
}

export function recordPath(object: string, recordId: string): string {
  return `/lightning/r/${encodeURIComponent(object)}/${encodeURIComponent(recordId)}/view`
}

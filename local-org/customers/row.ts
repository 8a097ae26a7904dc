/** A row by the field names of the backend's standard object. */
export type Row = Readonly<Record<string, string | number | boolean | null>>

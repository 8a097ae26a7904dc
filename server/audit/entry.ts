/** Values as they were or are, by name. The database refuses names that a secret would have. */
export type Facts = Readonly<Record<string, unknown>>

export interface AuditEntry {
  tenantId: string
  by: { adminId: string } | 'system'
  /** What was done to what, such as `connection.created`. */
  action: string
  subject: { kind: string; id: string }
  /** Null when it was not there before. */
  before: Facts | null
  /** Null when it is no longer there. */
  after: Facts | null
}

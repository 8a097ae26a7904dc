import { qualified } from '../objects/index.ts'
import { statement, type Queryable } from '../store/index.ts'
import type { AuditEntry, Facts } from './entry.ts'

const INSERT = statement(`
  insert into control.audit (tenant_id, admin_gsid, action, subject_kind, subject_id, before, after)
  values ($1, $2, $3, $4, $5, $6, $7)`)

export async function insertEntry(tx: Queryable, entry: AuditEntry): Promise<void> {
  const { tenantId, by, action, subject, before, after } = entry
  const admin = by === 'system' ? null : by.adminId
  const facts = [before, after].map((values) => (values === null ? null : JSON.stringify(values)))
  await tx.query(INSERT, [tenantId, admin, action, subject.kind, subject.id, ...facts])
}

export interface AuditFilter {
  subjectKind?: string | undefined
  subjectId?: string | undefined
  action?: string | undefined
  /** A user, or the system. */
  who?: string | undefined
  from?: string | undefined
  until?: string | undefined
  olderThan?: string | undefined
}

export interface AuditRow {
  id: string
  at: Date
  admin_gsid: string | null
  admin_name: string | null
  action: string
  subject_kind: string
  subject_id: string
  before: Facts | null
  after: Facts | null
}

type Condition = (place: string) => string
const CONDITIONS: Record<keyof AuditFilter, Condition> = {
  subjectKind: (place) => `a.subject_kind = ${place}`,
  subjectId: (place) => `a.subject_id = ${place}`,
  action: (place) => `a.action = ${place}`,
  who: (place) => `a.admin_gsid is not distinct from nullif(${place}, 'system')`,
  from: (place) => `a.at >= ${place}::timestamptz`,
  until: (place) => `a.at < ${place}::timestamptz`,
  olderThan: (place) => `a.id < ${place}::bigint`,
}

/** Newest first. Only the conditions that are asked for are sent, so that each question gets its own index. */
export function readEntries(
  db: Queryable,
  { tenantId, schema }: { tenantId: string; schema: string },
  { filter, limit }: { filter: AuditFilter; limit: number },
): Promise<AuditRow[]> {
  const asked = (Object.keys(CONDITIONS) as (keyof AuditFilter)[]).filter(
    (name) => filter[name] !== undefined,
  )
  const where = asked.map((name, i) => ` and ${CONDITIONS[name](`$${i + 3}`)}`).join('')
  return db.query<AuditRow>(
    `select a.id, a.at, a.admin_gsid, u."name" as admin_name, a.action, a.subject_kind, a.subject_id, a.before, a.after
       from control.audit a
       left join ${qualified(schema, 'User')} u on u."gsid" = a.admin_gsid
      where a.tenant_id = $1${where}
      order by a.id desc limit $2`,
    [tenantId, limit, ...asked.map((name) => filter[name])],
  )
}

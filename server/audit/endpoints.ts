import { z } from 'zod'
import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import type { Queryable } from '../store/index.ts'
import { readEntries, type AuditRow } from './audit-store.ts'

const MOST = 100
const time = () => z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-20T09:30:00Z' })
const text = (most: number) => z.string().min(1, 'must not be empty').max(most, 'is too long')
const whole = (digits: number) =>
  z.string().regex(new RegExp(`^[1-9]\\d{0,${digits - 1}}$`), 'must be a whole number')

const QUERY = z.object({
  subjectKind: text(40).optional().meta({ description: 'Only what was done to this kind of thing.' }),
  subjectId: text(200).optional().meta({ description: 'Only what was done to this one.' }),
  action: text(80).optional().meta({ description: 'Only this action, such as `role.changed`.' }),
  who: z
    .string()
    .regex(/^(system|1P01[0-9A-Z]{32})$/, 'must be the id of a user, or "system"')
    .optional()
    .meta({ description: 'Only what this user did, by their id, or `system`.' }),
  from: time().optional().meta({ description: 'Only from this time on.' }),
  until: time().optional().meta({ description: 'Only before this time.' }),
  olderThan: whole(18).optional().meta({ description: 'The `next` of the page before.' }),
  limit: whole(3)
    .transform(Number)
    .refine((n) => n <= MOST, `must be at most ${MOST}`)
    .default(50)
    .meta({ description: `Entries on a page, at most ${MOST}.` }),
})

const FACTS = z.record(z.string(), z.unknown()).nullable()
const ENTRY = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  by: z
    .object({ id: z.string(), name: z.string().nullable() })
    .nullable()
    .meta({ description: 'Null: the system itself.' }),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  before: FACTS.meta({ description: 'Null: it was not there.' }),
  after: FACTS.meta({ description: 'Null: it is no longer there.' }),
})

export const auditEndpoints = (db: Queryable): AnyEndpoint[] => [
  endpoint({
    name: 'listAudit',
    method: 'GET',
    path: '/console/v1/audit',
    door: 'console',
    allow: 'admin',
    summary: 'Who changed what, and when',
    description: 'Newest first. The trail is only ever added to, and holds no secrets.',
    query: QUERY,
    answer: z.object({
      entries: z.array(ENTRY),
      next: z.string().nullable().meta({ description: 'Give it as `olderThan` for the next page.' }),
    }),
    async handle({ caller, query: { limit, ...filter } }) {
      const rows = await readEntries(db, caller, { filter, limit: limit + 1 })
      const entries = rows.slice(0, limit).map(entryOf)
      return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null }
    },
  }),
]

const entryOf = (row: AuditRow): z.input<typeof ENTRY> => ({
  id: row.id,
  at: row.at.toISOString(),
  by: row.admin_gsid === null ? null : { id: row.admin_gsid, name: row.admin_name },
  action: row.action,
  subject: { kind: row.subject_kind, id: row.subject_id },
  before: row.before,
  after: row.after,
})

import { z } from 'zod'
import { ID } from '../schemas.ts'
import { CHANGE_KINDS, CHANGED_PROPERTIES } from './difference.ts'
import { BECAUSE, REFRESH_STATES } from './refresh-store.ts'

export const OBJECT_OF = ID.extend({
  object: z
    .string()
    .regex(/^[A-Za-z]\w{0,254}$/, 'must be the API name of an object')
    .meta({ description: 'The object, by its API name.' }),
})
export const REFRESH_OF = ID.extend({ refreshId: z.uuid().meta({ description: 'The refresh.' }) })

const time = z.iso.datetime()
const reason = z.object({ code: z.string(), message: z.string(), action: z.string() })
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()])

const OBJECT = z.object({
  name: z.string(),
  label: z.string(),
  custom: z.boolean(),
  queryable: z.boolean(),
  createable: z.boolean(),
  updateable: z.boolean(),
})
const FIELD = z.object({
  name: z.string(),
  label: z.string(),
  type: z
    .string()
    .meta({ description: 'Salesforce’s own: string, picklist, reference, currency, datetime…' }),
  length: z.int(),
  precision: z.int(),
  scale: z.int(),
  custom: z.boolean(),
  nillable: z.boolean(),
  unique: z.boolean(),
  externalId: z.boolean(),
  calculated: z.boolean(),
  filterable: z.boolean(),
  createable: z.boolean(),
  updateable: z.boolean(),
  referenceTo: z.array(z.string()),
  picklistValues: z.array(z.object({ value: z.string(), label: z.string().nullable(), active: z.boolean() })),
})

export const OBJECTS = z.object({
  refreshedAt: time.meta({ description: 'When the org was last asked for all of this.' }),
  objects: z.array(
    OBJECT.extend({
      described: z.boolean().meta({ description: 'Its fields are kept too, and compared by a refresh.' }),
    }),
  ),
})
export const OBJECT_WITH_FIELDS = z.object({
  object: OBJECT.extend({ describedAt: time, fields: z.array(FIELD) }),
})

const CHANGE = z.object({
  kind: z.enum(CHANGE_KINDS),
  object: z.string(),
  field: z.string().optional(),
  property: z.enum(CHANGED_PROPERTIES).optional().meta({ description: 'What of it changed.' }),
  from: value.optional().meta({ description: 'What it was; of a field that is gone, its type.' }),
  to: value.optional().meta({ description: 'What it is; of a field that is new, its type.' }),
  jobs: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        breaks: z.boolean().meta({ description: 'It does not run until somebody has mended it.' }),
      }),
    )
    .readonly()
    .meta({ description: 'The jobs it touches.' }),
  companyResolution: z.enum(['breaks', 'touches']).optional().meta({
    description:
      'It is about the field that Company Resolution reads of accounts: which does not work as the org is now, or still does.',
  }),
})

const REFRESH = z
  .object({
    id: z.string(),
    because: z.enum(BECAUSE).meta({ description: 'Somebody asked, or it was a week old.' }),
    askedBy: z.string().nullable().meta({ description: 'Null: the system itself.' }),
    askedAt: time,
    state: z.enum(REFRESH_STATES),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    objects: z
      .object({ done: z.int(), total: z.int().nullable() })
      .meta({ description: 'How many of the objects that matter have been read.' }),
    apiCalls: z.int().meta({ description: 'Requests that count against the org’s daily limit.' }),
    failure: reason.nullable().meta({ description: 'Why it failed. What was kept before is as it was.' }),
    comparedWith: time
      .nullable()
      .meta({ description: 'When what it was compared with was read; null the first time.' }),
    changeCount: z.int().nullable(),
  })
  .meta({ id: 'MetadataRefresh' })

export const ASKED = z.object({ refresh: REFRESH })
export const WATCHED = z.object({
  refresh: REFRESH.extend({ changes: z.array(CHANGE).readonly().nullable() }).meta({
    id: 'WatchedMetadataRefresh',
    description: 'With what is different, once it has finished.',
  }),
})
export const HISTORY = z.object({
  refreshedAt: time.nullable(),
  nextAt: time.nullable().meta({ description: 'When it is refreshed by itself; null is within the hour.' }),
  held: reason.nullable().meta({ description: 'Why it is not refreshed by itself.' }),
  refreshes: z.array(REFRESH).meta({ description: 'The latest fifty, the newest first.' }),
})

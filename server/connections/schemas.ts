import { z } from 'zod'
import { ACTIONS } from './actions.ts'
import { ORG_TYPES } from './connection.ts'
import { NAME } from './input.ts'
import { STATES } from './states.ts'

export const PATH = '/console/v1/connections'

export const ID = z.object({ id: z.uuid().meta({ description: 'The connection.' }) })

const name = z
  .string()
  .trim()
  .normalize('NFC')
  .min(NAME.least, NAME.message)
  .max(NAME.most, NAME.message)
  .meta({ description: 'One line, unique in this tenant, whatever its capitals.' })
const orgType = z
  .string()
  .max(40)
  .meta({ description: `One of ${ORG_TYPES.join(', ')}.` })
const domain = z.string().max(400).nullable().meta({
  description: 'The org’s own login, https://your-domain.my.salesforce.com; null for the usual one.',
})
const clientId = z
  .string()
  .trim()
  .max(512)
  .nullable()
  .meta({ description: 'Consumer key of an external client app in the customer’s own org; null for ours.' })
const clientSecret = z
  .string()
  .trim()
  .max(512)
  .nullable()
  .meta({ description: 'Its consumer secret. It is kept sealed and never shown again.' })
const version = z
  .int()
  .min(1)
  .meta({ description: 'The version that was read: an older one than the current is refused.' })

export const CREATE = z.object({
  name,
  orgType,
  domain: domain.optional(),
  clientId: clientId.optional(),
  clientSecret: clientSecret.optional(),
})
export const EDIT = z.object({ version, ...CREATE.partial().shape })
export const AT_VERSION = z.object({ version })
export const AUTHORIZE = z.object({
  confirmOtherOrg: z.boolean().optional().meta({
    description: 'Lets the linked connection go to another org. Its jobs are paused until they are checked.',
  }),
})
export const DELETE = z.object({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1')
    .transform(Number),
  confirm: z.literal('true').optional(),
})

const time = z.iso.datetime()
const reason = z.object({ code: z.string(), message: z.string(), action: z.string() })
const notices = z.array(reason).readonly()

export const CONNECTION = z
  .object({
    id: z.string(),
    connector: z.literal('salesforce'),
    name: z.string(),
    orgType: z.enum(ORG_TYPES),
    domain: z.string().nullable(),
    loginUrl: z.string(),
    clientId: z.string().nullable(),
    hasClientSecret: z.boolean(),
    state: z.enum(STATES),
    stateAt: time,
    stateReason: reason.nullable(),
    orgId: z.string().nullable(),
    outOfTheBoxJobs: z.union([z.literal('all'), z.array(z.string()).readonly()]).nullable(),
    linked: z.boolean(),
    writeBack: z.boolean(),
    linkIncomplete: reason.nullable().meta({
      description: 'Why the link does not work in the org the connection went to; Link completes it.',
    }),
    jobsPaused: reason.nullable(),
    revocationsPending: z.int(),
    lastAuthorization: z
      .object({
        ...{ at: time, result: z.string(), reason: reason.nullable() },
        details: z.array(z.object({ field: z.string(), message: z.string() })).readonly(),
      })
      .nullable(),
    actions: z
      .array(
        z.object({
          action: z.enum(ACTIONS),
          allowed: z.boolean(),
          reason: reason.optional(),
          warnings: z.array(reason).readonly().optional(),
        }),
      )
      .readonly(),
    version: z.int(),
    createdAt: time,
    modifiedAt: time,
  })
  .meta({ id: 'Connection', description: 'The link to one Salesforce org.' })

export const ONE = z.object({ connection: CONNECTION, notices })
export const ALL = z.object({ connections: z.array(CONNECTION).readonly() })
export const BEGUN = z.object({
  url: z.string().meta({ description: 'Open it in this browser.' }),
  notices: notices.meta({ description: 'What happens when it is completed.' }),
})
export const DELETED = z.object({ deleted: z.literal(true), notices })

export const GRANT = z.object({
  grant: z
    .object({
      userId: z.string(),
      username: z.string(),
      orgId: z.string(),
      instanceUrl: z.string(),
      scopes: z.array(z.string()).readonly(),
      grantedAt: time,
      grantedBy: z.string(),
      ageDays: z.int(),
      refreshedAt: time.nullable(),
      usedAt: time.nullable().meta({
        description:
          'The last use, or up to a minute before it: uses in the same minute are noted once. Never before refreshedAt.',
      }),
    })
    .nullable(),
  revocationsPending: z.int().meta({ description: 'Tokens Salesforce could not be told to revoke yet.' }),
})

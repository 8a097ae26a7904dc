import { z } from 'zod'
import { KEY_PREFIX, parseSalesforceId, type SalesforceObject } from '../lib/salesforce-id.ts'

export const RECORD_OBJECTS = ['Account', 'Case', 'Opportunity'] as const
export type RecordObject = (typeof RECORD_OBJECTS)[number]

const idOf = (object: SalesforceObject) => (text: string, context: z.RefinementCtx) => {
  const id = parseSalesforceId(text, object)
  if (id) return id
  context.addIssue({ code: 'custom', message: idMessage(object) })
  return z.NEVER
}

export const idMessage = (object: SalesforceObject) =>
  `must be a Salesforce ${object} id (15 or 18 characters, starting with ${KEY_PREFIX[object]})`

export const QUERY = z.object({
  object: z
    .enum(RECORD_OBJECTS, `must be one of ${RECORD_OBJECTS.join(', ')}`)
    .meta({ description: 'The object of the record whose page is open.' }),
  recordId: z.string('is missing').meta({ description: 'The record’s id, in its 15- or 18-character form.' }),
  accountId: z.string().transform(idOf('Account')).optional().meta({
    description:
      'The account of the record. Left out when the record has none; not needed for an account itself.',
  }),
  value: z.string().min(1, 'must not be empty').max(255, 'must be at most 255 characters').optional().meta({
    description:
      'The value of the account’s mapped field, once Company Resolution maps another field than the id.',
  }),
})

const id18 = z.string().length(18)
const gsid = z.string().length(36)

const record = z.object({
  objectApiName: z.enum(RECORD_OBJECTS),
  recordId: id18,
  accountId: id18.nullable(),
})
const reason = z.object({ code: z.string(), message: z.string(), action: z.string() })
const company = z.object({ id: gsid, name: z.string() })

export const ANSWER = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('ready'),
    record,
    company,
    health: z
      .object({
        score: z.number(),
        label: z.string(),
        level: z.enum(['good', 'fair', 'poor']),
        trend: z.enum(['up', 'down', 'same']).nullable(),
      })
      .nullable(),
    renewal: z.object({ dueOn: z.string().meta({ format: 'date' }) }).nullable(),
    arr: z.object({ amount: z.number(), currencyCode: z.string() }).nullable(),
    csm: z.object({ name: z.string(), email: z.string().nullable() }).nullable(),
    asOf: z.string().meta({ format: 'date-time' }),
  }),
  z.object({ status: z.literal('not-mapped'), record, reason }),
  z.object({ status: z.literal('several-companies'), record, reason, candidates: z.array(company) }),
  z.object({ status: z.literal('no-account'), record, reason }),
  z.object({ status: z.literal('no-licence'), record, reason }),
])
export type TeamViewAnswer = z.infer<typeof ANSWER>

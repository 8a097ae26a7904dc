import { z } from 'zod'
import { KEY_PREFIX, parseSalesforceId, type SalesforceObject } from '../lib/salesforce-id.ts'

export const RECORD_OBJECTS = ['Account', 'Case', 'Opportunity'] as const
export type RecordObject = (typeof RECORD_OBJECTS)[number]

const idOf = (object: SalesforceObject) => (text: string, context: z.RefinementCtx) => {
  const id = parseSalesforceId(text, object)
  if (id) return id
  context.addIssue({ code: 'custom', message: idMessage(object, text) })
  return z.NEVER
}

/** A right id with a wrong ending has been through something that changed its capitals; that is worth knowing. */
export function idMessage(object: SalesforceObject, text: string): string {
  const prefix = KEY_PREFIX[object]
  if (/^[A-Za-z0-9]{18}$/.test(text) && text.startsWith(prefix))
    return `must be a Salesforce ${object} id: its last three characters do not fit the others`
  return `must be a Salesforce ${object} id (15 or 18 characters, starting with ${prefix})`
}

export const QUERY = z.object({
  object: z
    .enum(RECORD_OBJECTS, `must be one of ${RECORD_OBJECTS.join(', ')}`)
    .meta({ description: 'The object of the record whose page is open.' }),
  recordId: z.string('is missing').meta({ description: 'The record’s id, in its 15- or 18-character form.' }),
  accountId: z.string().transform(idOf('Account')).optional().meta({
    description:
      'The account of the record. Left out when the record has none; not needed for an account itself.',
  }),
  accountField: z
    .string()
    .regex(/^[A-Za-z]\w{0,254}$/, 'must be the API name of a field of the account')
    .optional()
    .meta({
      description:
        'The field of the account that Salesforce was told to read, once Company Resolution maps another one than the id. When it is left out, or is another than the mapped one, the server reads the mapped one itself.',
    }),
  value: z
    .string()
    .min(1, 'must not be empty')
    .max(255, 'must be at most 255 characters')
    // PostgreSQL has no way to hold one in text.
    .refine((text) => !text.includes('\0'), 'must not hold the character NUL')
    .optional()
    .meta({
      description:
        'What that field holds for this account, as far as the user may see it. Left out when it is empty.',
    }),
})

const said = (text: string) => ({ description: text })

const id18 = z.string().length(18)
const gsid = z.string().length(36)

const record = z
  .object({ objectApiName: z.enum(RECORD_OBJECTS), recordId: id18, accountId: id18.nullable() })
  .meta(said('The record that was asked about, its ids in the 18-character form.'))
const reason = z
  .object({ code: z.string(), message: z.string(), action: z.string() })
  .meta(said('Why there is no customer to show, and what to do about it.'))
const company = z.object({ id: gsid, name: z.string() })

const health = z.object({
  score: z.number().meta(said('0 to 100.')),
  label: z.string().meta(said('The name of the range the score is in.')),
  level: z.enum(['good', 'fair', 'poor']).meta(said('How well that is, for a colour and an icon.')),
  trend: z
    .enum(['up', 'down', 'same'])
    .nullable()
    .meta(said('Against the score before; null when there was none.')),
})

export const ANSWER = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('ready'),
    record,
    company: company.meta(said('The customer.')),
    health: health.nullable().meta(said('Null while nobody has scored the company.')),
    renewal: z
      .object({ dueOn: z.string().meta({ format: 'date' }) })
      .nullable()
      .meta(said('Null when no renewal date is known.')),
    arr: z
      .object({ amount: z.number(), currencyCode: z.string().meta(said('ISO 4217.')) })
      .nullable()
      .meta(said('Annual recurring revenue; null when the amount or its currency is not known.')),
    csm: z
      .object({ name: z.string(), email: z.string().nullable() })
      .nullable()
      .meta(said('The customer success manager.')),
    asOf: z.string().meta({ format: 'date-time', description: 'When the company was last changed here.' }),
  }),
  z.object({ status: z.literal('not-mapped'), record, reason }),
  z.object({
    status: z.literal('several-companies'),
    record,
    reason,
    candidates: z.array(company).meta(said('The companies that carry this account, at most ten.')),
  }),
  z.object({ status: z.literal('no-account'), record, reason }),
  z.object({ status: z.literal('no-value'), record, reason }),
  z.object({ status: z.literal('unreadable-value'), record, reason }),
  z.object({ status: z.literal('no-licence'), record, reason }),
])
export type TeamViewAnswer = z.infer<typeof ANSWER>

import { z } from 'zod'
import { EVIDENCE, type EvidenceKind } from '../../companies/index.ts'
import { parseSalesforceId } from '../../lib/salesforce-id.ts'
import { CONCLUSIONS } from './conclusion.ts'
import { PREVIEW_STATES } from './preview-store.ts'

const connectionId = z.uuid().meta({ description: 'The connection.' })
export const PREVIEW_OF = z.object({ id: connectionId, previewId: z.uuid() })
export const ACCOUNT_OF = z.object({
  id: connectionId,
  accountId: z
    .string()
    .transform((text, context) => {
      const id = parseSalesforceId(text, 'Account')
      if (id) return id
      const message = 'must be a Salesforce Account id (15 or 18 characters, starting with 001)'
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })
    .meta({ description: 'The account, by its id in Salesforce in its 15- or 18-character form.' }),
})

const version = z
  .int()
  .min(1)
  .meta({ description: 'The version in force that was read: when another is by now, this is refused.' })
const fieldName = (most: number) => z.string().regex(/^\w+$/, 'must be the API name of a field').max(most)
export const MAPPING = z.object({
  accountField: fieldName(255).meta({ description: 'A field of the Salesforce account.' }),
  companyField: fieldName(60).meta({ description: 'The field of the companies that has the same value.' }),
})
export const SAVE = z.object({ ...MAPPING.shape, version })
export const RESTORE = z.object({
  restore: z.int().min(1).meta({ description: 'The version to bring back, as a new one.' }),
  version,
})

const time = z.iso.datetime()
const reason = z.object({ code: z.string(), message: z.string(), action: z.string() })
const notices = z.array(reason).readonly()
const company = z.object({ id: z.string(), name: z.string() })
const comparison = z.enum(['exact', 'ignore-case', 'number', 'date', 'datetime'])
const mapping = { accountField: z.string(), companyField: z.string(), comparison }

const VERSION = z
  .object({
    version: z.int(),
    ...mapping,
    isDefault: z.boolean(),
    restoredFrom: z.int().nullable(),
    savedAt: time,
    savedBy: z.string().nullable().meta({ description: 'The user; null for the one it began with.' }),
  })
  .meta({ id: 'CompanyResolution' })
export const RESOLUTION = z.object({
  resolution: VERSION.meta({ description: 'The one in force.' }),
  versions: z.array(VERSION).readonly().meta({ description: 'All there were, the latest first.' }),
  notices,
})

const choices = z.array(
  z.object({
    name: z.string(),
    label: z.string(),
    type: z.string(),
    kind: z.enum(['text', 'number', 'date', 'datetime']),
  }),
)
export const CHOICES = z
  .object({ accountFields: choices, companyFields: choices })
  .meta({ description: 'A field of the one goes with the fields of the other that are of its kind.' })

const examples = z.array(
  z.object({
    accountId: z.string(),
    accountName: z.string().nullable(),
    value: z.string().nullable(),
    companies: z.array(company).readonly(),
  }),
)
const outcome = z.object({ count: z.int(), examples: examples.readonly() })
export const PREVIEW = z.object({
  preview: z
    .object({
      id: z.string(),
      ...mapping,
      state: z.enum(PREVIEW_STATES),
      failure: reason.nullable(),
      accounts: z.object({
        lookedAt: z.int(),
        total: z.int().nullable().meta({ description: 'Null until Salesforce has said so.' }),
      }),
      oneCompany: outcome,
      noCompany: outcome.meta({ description: 'They have a value that no company carries.' }),
      noValue: outcome.meta({ description: 'The field is empty.' }),
      severalCompanies: outcome,
      apiCalls: z.int().meta({ description: 'Requests to Salesforce it has taken so far.' }),
      askedAt: time,
      askedBy: z.string(),
      endedAt: time.nullable(),
    })
    .meta({ id: 'CompanyResolutionPreview', description: 'With up to ten examples of each outcome.' }),
})

const kinds = Object.keys(EVIDENCE) as [EvidenceKind, ...EvidenceKind[]]
const account = z.object({
  state: z.enum(['there', 'deleted', 'merged', 'not-visible']),
  name: z.string().nullable(),
  mergedInto: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
})
export const ACCOUNT_MAPPING = z.object({
  accountId: z.string(),
  lookedFor: z.object({
    version: z.int(),
    ...mapping,
    value: z.string().nullable().meta({ description: 'What the account has in the field, read just now.' }),
  }),
  account: account
    .nullable()
    .meta({ description: 'What Salesforce says of it; null when it was not asked.' }),
  notAsked: reason
    .extend({ details: z.array(z.object({ field: z.string(), message: z.string() })).optional() })
    .nullable()
    .meta({ description: 'Why Salesforce could not be asked, with its own words where it had any.' }),
  companies: z.object({ count: z.int(), examples: z.array(company).readonly() }).meta({
    description: 'Those that carry the value.',
  }),
  history: z.object({
    jobHasRun: z.boolean(),
    synced: z.object({ at: time.nullable(), companies: z.array(company).readonly() }).nullable(),
    rejected: z.object({ at: time, reason }).nullable(),
    filteredOut: z.object({ at: time, job: z.string() }).nullable(),
    deleted: z.object({ at: time }).nullable(),
  }),
  likely: z
    .array(
      z.object({
        company,
        rank: z.int().meta({ description: 'Of the same rank, none is likelier than the other.' }),
        score: z.int(),
        evidence: z.array(
          z.object({
            kind: z.enum(kinds),
            means: z.string(),
            accountField: z.string(),
            accountValue: z.string(),
            companyField: z.string(),
            companyValue: z.string(),
          }),
        ),
      }),
    )
    .meta({
      description: 'The companies it may belong to, the likeliest first; none while it belongs to one.',
    }),
  conclusion: z.object({ code: z.enum(CONCLUSIONS), message: z.string(), action: z.string() }),
})

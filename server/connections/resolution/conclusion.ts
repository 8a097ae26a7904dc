import {
  EVIDENCE,
  standsOut,
  type Fit,
  type Likely,
  type NamedCompany,
  type SyncedCompany,
  type Wanted,
} from '../../companies/index.ts'
import type { SyncHistory } from '../parts.ts'
import type { AccountInOrg } from './account-in-org.ts'

/** All that is known of an account whose page shows no customer. */
export interface Known {
  accountField: string
  companyField: string
  /** What has become of the field; undefined when Salesforce could not be asked. */
  fit: Fit | undefined
  /** Undefined when Salesforce could not be asked. */
  account: Pick<AccountInOrg, 'state' | 'mergedInto'> | undefined
  /** Undefined when nobody knows what the account has. */
  wanted: Wanted | undefined
  carriers: { count: number; companies: readonly NamedCompany[] }
  /** The companies that a job made from this account. */
  made: readonly Pick<SyncedCompany, 'name' | 'carries'>[]
  history: SyncHistory
  likely: readonly Likely[]
}

export interface Conclusion {
  code: ConclusionCode
  message: string
  action: string
}

export type ConclusionCode = (typeof CONCLUSIONS)[number]
export const CONCLUSIONS = [
  'MAPPED',
  'SEVERAL_COMPANIES',
  'FIELD_GONE',
  'FIELD_TYPE_CHANGED',
  'ACCOUNT_MERGED',
  'ACCOUNT_DELETED',
  'ACCOUNT_NOT_VISIBLE',
  'SALESFORCE_NOT_ASKED',
  'FIELD_EMPTY',
  'SYNC_REJECTED',
  'FILTERED_OUT',
  'COMPANY_DELETED',
  'OTHER_VALUE',
  'NEVER_SYNCED',
  'NO_JOB_HAS_RUN',
] as const

type Rule = (known: Known) => Conclusion | undefined

const say = (code: ConclusionCode, message: string, action: string): Conclusion => ({ code, message, action })

/** In this order: what is true of every account comes before what is true of this one, and that before what the jobs did with it. */
const RULES: readonly Rule[] = [
  ({ carriers: { count, companies }, companyField }) => {
    if (count === 0) return undefined
    if (count === 1)
      return say(
        'MAPPED',
        `The account belongs to ${companies[0]?.name ?? 'a company'}.`,
        'Nothing needs to be done. A page that was open before shows it once it is loaded again.',
      )
    return say(
      'SEVERAL_COMPANIES',
      `${count} companies carry this value in ${companyField}, so none is chosen.`,
      `Merge them, or correct ${companyField} on all but one.`,
    )
  },
  ({ account, accountField, wanted }) =>
    account || wanted
      ? undefined
      : say(
          'SALESFORCE_NOT_ASKED',
          `Salesforce could not be asked what the account has in ${accountField}.`,
          'See why under the account, put that right, and ask again.',
        ),
  ({ fit, accountField }) =>
    fit?.is === 'gone'
      ? say(
          'FIELD_GONE',
          `Accounts have no field ${accountField} that the user of the connection may see: it was deleted or renamed, or is hidden from that user.`,
          `Let that user see ${accountField} again, or choose another field under Configure Company Resolution.`,
        )
      : undefined,
  ({ fit, accountField, companyField }) =>
    fit?.is === 'changed'
      ? say(
          'FIELD_TYPE_CHANGED',
          `The field ${accountField} of accounts is of the type ${fit.type} now, which can no longer be compared with ${companyField}.`,
          'Choose another field under Configure Company Resolution, or give this one its former type in Salesforce.',
        )
      : undefined,
  ({ account }) => {
    if (account?.state !== 'merged') return undefined
    const { id = '', name = null } = account.mergedInto ?? {}
    return say(
      'ACCOUNT_MERGED',
      `In Salesforce, the account was merged into ${name ?? 'another account'} (${id}).`,
      'Open that account instead. If it shows no customer, ask the same of it.',
    )
  },
  ({ account }) =>
    account?.state === 'deleted'
      ? say(
          'ACCOUNT_DELETED',
          'The account is in the recycle bin of Salesforce.',
          'Restore it there if it was deleted by mistake; the next sync brings it back.',
        )
      : undefined,
  ({ account }) =>
    account?.state === 'not-visible'
      ? say(
          'ACCOUNT_NOT_VISIBLE',
          'The user of the connection finds no such account: it was deleted for good, is of another org, or is hidden from that user.',
          'Check the id, and that the user of the connection may see this account in Salesforce.',
        )
      : undefined,
  ({ wanted, accountField }) =>
    wanted === 'empty'
      ? say(
          'FIELD_EMPTY',
          `The field ${accountField} of the account is empty, so there is nothing to look for.`,
          `Fill in ${accountField} on the account, or choose another field under Configure Company Resolution.`,
        )
      : undefined,
  ({ history: { rejected } }) =>
    rejected
      ? say(
          'SYNC_REJECTED',
          `The sync rejected the account: ${rejected.reason.message}`,
          rejected.reason.action,
        )
      : undefined,
  ({ history: { filteredOut } }) =>
    filteredOut
      ? say(
          'FILTERED_OUT',
          `The filter of ${filteredOut.job} leaves the account out.`,
          'Change the filter of the job, or the account, so that the one lets the other through.',
        )
      : undefined,
  ({ history: { deleted }, made }) =>
    deleted && made.length === 0
      ? say(
          'COMPANY_DELETED',
          'The company that was made from this account was deleted here.',
          'Run the job once more to make it again, or leave it if it was meant to go.',
        )
      : undefined,
  ({ made: [first], accountField, companyField }) =>
    first
      ? say(
          'OTHER_VALUE',
          first.carries === null
            ? `${first.name} was made from this account, but its ${companyField} is empty.`
            : `${first.name} was made from this account, but carries another value in ${companyField}: ${first.carries}.`,
          `Map ${accountField} to ${companyField} in the job that makes companies, and run it once more.`,
        )
      : undefined,
  ({ history: { jobHasRun }, companyField }) =>
    jobHasRun
      ? say(
          'NEVER_SYNCED',
          `Jobs have run, but no company carries this value in ${companyField}.`,
          'Check that the job that makes companies reads this account, and run it.',
        )
      : undefined,
]

const NOTHING_HAS_RUN = say(
  'NO_JOB_HAS_RUN',
  'No company carries this account, and no job has brought it in through this connection.',
  'Run the job that makes companies of accounts, or give the right company this value.',
)

/** Why the account is not mapped, in plain words, and the next step. */
export function conclude(known: Known): Conclusion {
  const first = RULES.reduce<Conclusion | undefined>((found, rule) => found ?? rule(known), undefined)
  return withLikely(first ?? NOTHING_HAS_RUN, known)
}

function withLikely(conclusion: Conclusion, { likely, fit, companyField }: Known): Conclusion {
  if (conclusion.code === 'MAPPED' || likely.length === 0) return conclusion
  const best = standsOut(likely)
  const evidence = best?.evidence[0]
  // A company's value helps nobody while the account's field cannot be read.
  const mends = fit === undefined || fit.is === 'fit'
  const hint =
    best && evidence
      ? `${best.name} is likely the one: it ${EVIDENCE[evidence.kind].means}.${mends ? ` If it is, correct its ${companyField}.` : ''}`
      : `Several companies are equally likely: look at what speaks for each${mends ? ' before you correct one' : ''}.`
  return { ...conclusion, action: `${conclusion.action} ${hint}` }
}

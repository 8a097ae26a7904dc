import type { z } from 'zod'
import { DEFAULT_RESOLUTION, EVIDENCE } from '../../companies/index.ts'
import type { SyncHistory } from '../parts.ts'
import { reasonOf } from '../reasons.ts'
import type { AccountMapping } from './explain.ts'
import { isSameMapping } from './mapping.ts'
import type { Preview } from './preview-store.ts'
import type { Resolutions } from './resolution.ts'
import type { SavedResolution } from './resolution-store.ts'
import type { ACCOUNT_MAPPING, PREVIEW, RESOLUTION } from './schemas.ts'
import { lookedAt, type Outcome } from './tally.ts'

type View<Schema extends z.ZodType> = z.input<Schema>

export function viewResolutions({ versions, notices }: Resolutions): View<typeof RESOLUTION> {
  const views = versions.map(viewVersion)
  const [resolution] = views
  if (!resolution) throw new Error('a connection has no company resolution')
  return { resolution, versions: views, notices }
}

function viewVersion(saved: SavedResolution): View<typeof RESOLUTION>['resolution'] {
  const { version, accountField, companyField, comparison, restoredFrom, savedAt, savedBy } = saved
  return {
    ...{ version, accountField, companyField, comparison, restoredFrom, savedBy },
    isDefault: isSameMapping(saved, DEFAULT_RESOLUTION),
    savedAt: savedAt.toISOString(),
  }
}

export function viewPreview(preview: Preview): View<typeof PREVIEW> {
  const { id, accountField, companyField, comparison, state, failure, accounts, apiCalls } = preview
  const outcome = (name: Outcome) => ({ count: preview[name], examples: preview.examples[name] ?? [] })
  return {
    preview: {
      ...{ id, accountField, companyField, comparison, state, apiCalls, askedBy: preview.askedBy },
      failure: failure === null ? null : reasonOf(failure),
      accounts: { lookedAt: lookedAt(preview), total: accounts },
      oneCompany: outcome('oneCompany'),
      noCompany: outcome('noCompany'),
      noValue: outcome('noValue'),
      severalCompanies: outcome('severalCompanies'),
      askedAt: preview.askedAt.toISOString(),
      endedAt: timeOf(preview.endedAt),
    },
  }
}

export function viewAccountMapping(known: AccountMapping): View<typeof ACCOUNT_MAPPING> {
  const { accountId, resolution, value, account, notAsked, carriers, likely, conclusion } = known
  const { version, accountField, companyField, comparison } = resolution
  return {
    accountId,
    lookedFor: { version, accountField, companyField, comparison, value: value ?? null },
    account: account ?? null,
    notAsked: notAsked ?? null,
    companies: { count: carriers.count, examples: carriers.companies },
    history: viewHistory(known),
    likely: likely.map(({ id, name, rank, score, evidence }) => ({
      ...{ company: { id, name }, rank, score },
      evidence: evidence.map((one) => ({ ...one, means: EVIDENCE[one.kind].means })),
    })),
    conclusion,
  }
}

function viewHistory({
  history,
  made,
}: Pick<AccountMapping, 'history' | 'made'>): View<typeof ACCOUNT_MAPPING>['history'] {
  const { jobHasRun, synced, rejected, filteredOut, deleted }: SyncHistory = history
  return {
    jobHasRun,
    synced: synced && { at: timeOf(synced.at), companies: made.map(({ id, name }) => ({ id, name })) },
    rejected: rejected && { ...rejected, at: rejected.at.toISOString() },
    filteredOut: filteredOut && { ...filteredOut, at: filteredOut.at.toISOString() },
    deleted: deleted && { at: deleted.at.toISOString() },
  }
}

const timeOf = (date: Date | null): string | null => date?.toISOString() ?? null

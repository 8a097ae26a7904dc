import {
  resolveAmong,
  wantedOf,
  wantedValue,
  type CompanyResolution,
  type Wanted,
} from '../companies/index.ts'
import type { WidgetCaller } from '../http/callers.ts'
import { document } from './document.ts'
import { REASONS } from './reasons.ts'
import type { RecordObject, TeamViewAnswer } from './schemas.ts'
import type { CompanyRow, TeamViewStore } from './team-view-store.ts'

export interface RecordReference {
  objectApiName: RecordObject
  recordId: string
  accountId: string | null
}

/** What Salesforce read of the account for this page view. */
export interface ReadBySalesforce {
  accountField?: string | undefined
  value?: string | undefined
}

/** What is in force for the org that asks, and through which connection its accounts can be read. */
export interface ResolutionOfOrg extends CompanyResolution {
  connectionId: string | null
}

export interface TeamViewParts {
  store: TeamViewStore
  /** At once when it is remembered: every page view asks. */
  resolutionOf(caller: WidgetCaller): ResolutionOfOrg | Promise<ResolutionOfOrg>
  /** What the account has in the mapped field, read through the connection; undefined when it cannot be read. */
  valueOf(
    caller: WidgetCaller,
    of: ResolutionOfOrg,
    accountId: string,
  ): Promise<{ value: unknown } | undefined>
}

export interface TeamView {
  forRecord(caller: WidgetCaller, record: RecordReference, read?: ReadBySalesforce): Promise<TeamViewAnswer>
}

/** Who may look comes first, then whether there is an account, then which company it is. */
export function createTeamView({ store, resolutionOf, valueOf }: TeamViewParts): TeamView {
  return {
    async forRecord(caller, record, read = {}) {
      const known = resolutionOf(caller)
      const resolution = known instanceof Promise ? await known : known
      const { accountId } = record
      const told = accountId === null ? null : wantedOf(resolution, { accountId, ...read })
      const look = (wanted: Wanted | null) => {
        const sought = typeof wanted === 'string' ? null : wanted
        return store.read(caller.schema, resolution, { userId: caller.userId, sought })
      }
      const { licensed, companies } = await look(told === 'unread' ? null : told)
      if (!licensed) return { status: 'no-licence', record, reason: REASONS['no-licence'] }
      if (accountId === null) return { status: 'no-account', record, reason: REASONS['no-account'] }
      if (told === 'empty') return { status: 'no-value', record, reason: REASONS['no-value'] }
      if (told !== 'unread') return answer(record, companies)
      // Only now, for somebody who may look: this asks Salesforce.
      const found = await valueOf(caller, resolution, accountId)
      if (!found) return { status: 'unreadable-value', record, reason: REASONS['unreadable-value'] }
      const wanted = wantedValue(resolution, found.value)
      if (wanted === 'empty') return { status: 'no-value', record, reason: REASONS['no-value'] }
      return answer(record, (await look(wanted)).companies)
    },
  }
}

function answer(record: RecordReference, companies: CompanyRow[]): TeamViewAnswer {
  const resolved = resolveAmong(companies)
  if (resolved.found === 'none') return { status: 'not-mapped', record, reason: REASONS['not-mapped'] }
  if (resolved.found === 'one') return { status: 'ready', record, ...document(resolved.company) }
  const candidates = resolved.companies.map(({ gsid, name }) => ({ id: gsid, name }))
  return { status: 'several-companies', record, reason: REASONS['several-companies'], candidates }
}

import { resolveAmong, soughtValue, type CompanyResolution } from '../companies/index.ts'
import type { WidgetCaller } from '../http/callers.ts'
import { document } from './document.ts'
import { REASONS } from './reasons.ts'
import type { RecordObject, TeamViewAnswer } from './schemas.ts'
import type { TeamViewStore } from './team-view-store.ts'

export interface RecordReference {
  objectApiName: RecordObject
  recordId: string
  accountId: string | null
  value?: string | undefined
}

export interface TeamView {
  forRecord(caller: WidgetCaller, record: RecordReference): Promise<TeamViewAnswer>
}

/** Who may look comes first, then whether there is an account, then which company it is. */
export function createTeamView(store: TeamViewStore, resolution: CompanyResolution): TeamView {
  return {
    async forRecord(caller, { value, ...record }) {
      const { accountId } = record
      const sought = accountId === null ? null : (soughtValue(resolution, { accountId, value }) ?? null)
      const question = { userId: caller.userId, sought }
      const { licensed, companies } = await store.read(caller.schema, resolution.companyField, question)
      if (!licensed) return { status: 'no-licence', record, reason: REASONS['no-licence'] }
      if (accountId === null) return { status: 'no-account', record, reason: REASONS['no-account'] }
      const resolved = resolveAmong(companies)
      if (resolved.found === 'none') return { status: 'not-mapped', record, reason: REASONS['not-mapped'] }
      if (resolved.found === 'one') return { status: 'ready', record, ...document(resolved.company) }
      const candidates = resolved.companies.map(({ gsid, name }) => ({ id: gsid, name }))
      return { status: 'several-companies', record, reason: REASONS['several-companies'], candidates }
    },
  }
}

import { resolveAmong, soughtValue, type CompanyResolution } from '../companies/index.ts'
import type { WidgetCaller } from '../http/callers.ts'
import { LICENCES_WITH_TEAM_VIEW } from '../tenants/index.ts'
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
      const { licensed, companies } = await store.read({
        schema: caller.schema,
        userId: caller.userId,
        licences: LICENCES_WITH_TEAM_VIEW,
        companyField: resolution.companyField,
        sought: accountId === null ? null : (soughtValue(resolution, { accountId, value }) ?? null),
      })
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

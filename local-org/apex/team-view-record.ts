import type { Business } from '../business/index.ts'
import { normalizeId } from '../salesforce-id.ts'
import { handled } from './aura-handled-exception.ts'

/** The record the component sits on and the account behind it, as far as the user may see them. */
export interface TeamViewRecord {
  objectApiName: 'Account' | 'Case' | 'Opportunity'
  recordId: string
  accountId: string | null
}

export function readTeamViewRecord(business: Business, recordId: string | null): TeamViewRecord {
  const id = recordId === null ? undefined : normalizeId(recordId)
  switch (id?.slice(0, 3)) {
    case '001': {
      const { Id } = visible(business.accounts.byId(id))
      return { objectApiName: 'Account', recordId: Id, accountId: Id }
    }
    case '500': {
      const { Id, AccountId } = visible(business.cases.byId(id))
      return { objectApiName: 'Case', recordId: Id, accountId: AccountId }
    }
    case '006': {
      const { Id, AccountId } = visible(business.opportunities.byId(id))
      return { objectApiName: 'Opportunity', recordId: Id, accountId: AccountId }
    }
    default:
      throw handled('TeamView_UnsupportedRecord')
  }
}

/** A query in user mode finds neither what does not exist nor what is in the recycle bin, and says no more than that. */
function visible<R extends { IsDeleted: boolean }>(record: R | undefined): R {
  if (!record || record.IsDeleted) throw handled('TeamView_NoAccess')
  return record
}

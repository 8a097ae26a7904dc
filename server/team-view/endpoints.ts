import { invalid } from '../errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { parseSalesforceId } from '../lib/salesforce-id.ts'
import { ANSWER, QUERY, idMessage, type RecordObject } from './schemas.ts'
import type { TeamView } from './team-view.ts'

export const getTeamView = (teamView: TeamView) =>
  endpoint({
    name: 'getTeamView',
    method: 'GET',
    path: '/widget/v1/team-view',
    door: 'widget',
    summary: 'The customer behind an account, case or opportunity',
    description:
      'Resolves the Salesforce account to a company and answers its health and renewal. When there is no customer to show, the status says why and the reason says what to do: an answer, not an error.',
    query: QUERY,
    answer: ANSWER,
    fast: true,
    handle({ caller, query }) {
      const recordId = parseSalesforceId(query.recordId, query.object)
      if (!recordId) throw invalid('query.recordId', idMessage(query.object, query.recordId))
      const accountId = accountOf(query.object, recordId, query.accountId)
      const { accountField, value } = query
      return teamView.forRecord(
        caller,
        { objectApiName: query.object, recordId, accountId },
        { accountField, value },
      )
    },
  })

/** An account is its own account; naming another one beside it is a mistake of the caller, not a choice. */
function accountOf(object: RecordObject, recordId: string, accountId: string | undefined): string | null {
  if (object !== 'Account') return accountId ?? null
  if (accountId !== undefined && accountId !== recordId)
    throw invalid('query.accountId', 'must be the record itself when the record is an account')
  return recordId
}

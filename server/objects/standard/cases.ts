import { datetime, externalId, lookup, richText, string } from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** Type, priority and status are text, as every help desk names its own. */
export const cases = standardObject({
  name: 'Cases',
  label: 'Case',
  pluralLabel: 'Cases',
  prefix: '1P08',
  fields: [
    externalId('ExternalId', 'External Id'),
    externalId('ExternalSystemId', 'External System Id'),
    string('CaseSubject', 'Case Subject', { length: 1024 }),
    richText('CaseDescription', 'Case Description'),
    string('CaseType', 'Case Type'),
    string('CasePriority', 'Case Priority'),
    string('CaseStatus', 'Case Status', { indexed: true }),
    lookup('CompanyId', 'Company ID', 'Company'),
    lookup('AssigneeId', 'Assignee ID', 'User'),
    lookup('RequesterId', 'Requester ID', 'Person'),
    externalId('SourceOrgId', 'Source Org ID'),
    datetime('SourceCreatedDate', 'Created Date at source'),
    datetime('SourceModifiedDate', 'Modified Date at source'),
  ],
})

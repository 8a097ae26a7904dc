import { CASE_STATUSES, isClosedStatus } from '../../business/case-statuses.ts'
import type { SObject, Value } from '../../records/types.ts'
import type { ObjectType } from '../types.ts'
import { across } from './across.ts'
import { checkbox, email, longText, phone, picklist, READ_ONLY, reference, text, time } from './fields.ts'
import type { StandardOrg } from './org.ts'
import { currencyIsoCode, ownerField, recordFields, VIEWED } from './system.ts'

const REASONS = [
  'Performance',
  'Login',
  'Data',
  'Integration',
  'Outage',
  'Display',
  'Billing',
  'Permissions',
  'Training',
  'Other',
]

export function caseObject(org: StandardOrg): ObjectType {
  return {
    name: 'Case',
    label: 'Case',
    labelPlural: 'Cases',
    keyPrefix: '500',
    settle: followStatus,
    fields: recordFields(
      reference('MasterRecordId', 'Case', { label: 'Master Record ID', ...READ_ONLY }),
      text('CaseNumber', 30, {
        ...READ_ONLY,
        nillable: false,
        groupable: false,
        idLookup: true,
        nameField: true,
        autoNumber: { prefix: '', digits: 8 },
      }),
      reference('ContactId', 'Contact', { children: { name: 'Cases' } }),
      reference('AccountId', 'Account', { children: { name: 'Cases' } }),
      reference('ParentId', 'Case', { label: 'Parent Case ID', children: { name: 'Cases' } }),
      text('SuppliedName', 80, { label: 'Name' }),
      email('SuppliedEmail', { label: 'Email Address' }),
      phone('SuppliedPhone', { label: 'Phone' }),
      text('SuppliedCompany', 80, { label: 'Company' }),
      picklist('Type', ['Question', 'Problem', 'Feature Request'], { label: 'Case Type' }),
      picklist(
        'Status',
        CASE_STATUSES.map(({ label, isDefault }) => ({ value: label, default: isDefault })),
        { defaultValue: CASE_STATUSES.find(({ isDefault }) => isDefault)?.label ?? null },
      ),
      picklist('Reason', REASONS, { label: 'Case Reason' }),
      picklist('Origin', ['Phone', 'Email', 'Web', 'Chat'], { label: 'Case Origin' }),
      text('Subject', 255),
      picklist('Priority', ['Critical', 'High', { value: 'Medium', default: true }, 'Low'], {
        defaultValue: 'Medium',
      }),
      longText('Description', 32_000),
      checkbox('IsClosed', {
        label: 'Closed',
        ...READ_ONLY,
        formula: ({ Status }) => isClosedStatus(Status),
      }),
      time('ClosedDate', READ_ONLY),
      checkbox('IsEscalated', { label: 'Escalated' }),
      ...currencyIsoCode(org.currencies),
      ownerField(['Group', 'User']),
      longText('Comments', 4_000, { label: 'Internal Comments' }),
      phone('ContactPhone', { ...READ_ONLY, formula: across('ContactId', 'Contact', 'Phone') }),
      email('ContactEmail', { ...READ_ONLY, formula: across('ContactId', 'Contact', 'Email') }),
      ...VIEWED,
    ),
  }
}

function followStatus(after: SObject, before: SObject | undefined): Readonly<Record<string, Value>> {
  const [isClosed, wasClosed] = [isClosedStatus(after.Status), isClosedStatus(before?.Status)]
  if (isClosed === wasClosed) return {}
  return { ClosedDate: isClosed ? (after.LastModifiedDate ?? null) : null }
}

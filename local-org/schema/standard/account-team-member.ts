import type { ObjectType } from '../types.ts'
import { picklist, reference, REQUIRED } from './fields.ts'
import type { StandardOrg } from './org.ts'
import { currencyIsoCode, recordFields } from './system.ts'

const ROLES = [
  'Account Manager',
  'Customer Success Manager',
  'Executive Sponsor',
  'Sales Engineer',
  'Support Engineer',
]
const ACCESS = [
  { value: 'None', label: 'Private' },
  { value: 'Read', label: 'Read Only' },
  { value: 'Edit', label: 'Read/Write' },
]
const access = (name: string) => picklist(name, ACCESS, { restricted: true, length: 40 })

export function accountTeamMemberObject({ currencies }: StandardOrg): ObjectType {
  return {
    name: 'AccountTeamMember',
    label: 'Account Team Member',
    labelPlural: 'Account Team Members',
    keyPrefix: '01M',
    undeletable: false,
    fields: recordFields(
      reference('AccountId', 'Account', {
        ...REQUIRED,
        updateable: false,
        children: { name: 'AccountTeamMembers', cascadeDelete: true },
      }),
      reference('UserId', 'User', { ...REQUIRED, updateable: false }),
      picklist('TeamMemberRole', ROLES, { label: 'Team Role', restricted: true, length: 40 }),
      access('AccountAccessLevel'),
      access('OpportunityAccessLevel'),
      access('CaseAccessLevel'),
      access('ContactAccessLevel'),
      ...currencyIsoCode(currencies),
    ),
  }
}

import { boolean, externalId, lookup, string } from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** Who works on a customer, and as what. Roles are the customer's own words. */
export const companyTeam = standardObject({
  name: 'Company_Team',
  label: 'Company Team',
  pluralLabel: 'Company Teams',
  prefix: '1P07',
  fields: [
    lookup('CompanyId', 'Company', 'Company', { required: true }),
    lookup('UserId', 'Team Member', 'User', { required: true }),
    string('Role', 'Role'),
    boolean('IsTeamAdmin', 'Is Team Admin'),
    externalId('ExternalId', 'External Id'),
  ],
})

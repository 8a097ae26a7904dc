import { boolean, lookup, salesforceId, string } from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** A person's place at one company. */
export const companyPerson = standardObject({
  name: 'Company_Person',
  label: 'Company Person',
  pluralLabel: 'Company People',
  prefix: '1P04',
  fields: [
    lookup('Person_ID', 'Person ID', 'Person', { required: true }),
    lookup('Company_ID', 'Company ID', 'Company', { required: true }),
    string('Title', 'Title'),
    string('Role', 'Role'),
    lookup('Manager', 'Manager', 'Company_Person'),
    boolean('IsPrimaryCompany', 'Is Primary Company'),
    boolean('IsActive', 'Is Active', { defaultValue: true }),
    salesforceId('ExternalContactId', 'External Contact ID'),
    salesforceId('ExternalAccountId', 'External Account ID'),
  ],
})

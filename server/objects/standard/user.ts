import { boolean, email, lookup, picklist, salesforceId, string } from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** A user's identity in Salesforce is kept apart from the user: it comes from the connection, and is no identifier. */
const salesforceAvatar = { group: 'Avatar_SalesforceConnection' } as const

export const user = standardObject({
  name: 'User',
  label: 'User',
  pluralLabel: 'Users',
  prefix: '1P01',
  fields: [
    string('Username', 'Username', { matching: 'ignore-case', unique: true }),
    string('FirstName', 'First Name'),
    string('LastName', 'Last Name'),
    string('Name', 'Name', { indexed: true }),
    email('Email', 'Email'),
    string('Title', 'User Title'),
    string('Timezone', 'Time Zone', { length: 80 }),
    string('Locale', 'Locale', { length: 40 }),
    lookup('Manager', 'Manager', 'User'),
    boolean('IsActiveUser', 'Is Active User', { defaultValue: true }),
    picklist('LicenseType', 'License Type', 'USER_LICENSE_TYPE'),
    salesforceId('SfdcUserId', 'Sfdc User Id', salesforceAvatar),
  ],
})

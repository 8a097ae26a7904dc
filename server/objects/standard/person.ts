import { email, string, url } from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** One human being, whatever companies they work for. The address is the key people are told apart by. */
export const person = standardObject({
  name: 'Person',
  label: 'Person',
  pluralLabel: 'People',
  prefix: '1P03',
  fields: [
    string('FirstName', 'First Name'),
    string('LastName', 'Last Name'),
    string('Name', 'Name', { indexed: true }),
    email('Email', 'Email'),
    string('Phone', 'Phone', { length: 40 }),
    string('Location', 'Location'),
    string('Timezone', 'Time Zone', { length: 80 }),
    url('LinkedinUrl', 'LinkedIn URL'),
  ],
})

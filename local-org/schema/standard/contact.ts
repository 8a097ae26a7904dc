import type { ObjectType } from '../types.ts'
import { contactCustomFields } from './account-custom.ts'
import { addressFields, personNameFields } from './compounds.ts'
import { checkbox, day, email, longText, phone, picklist, READ_ONLY, reference, text } from './fields.ts'
import { time } from './fields.ts'
import type { StandardOrg } from './org.ts'
import { LEAD_SOURCES } from './picklists.ts'
import { currencyIsoCode, ownerField, recordFields, VIEWED } from './system.ts'

export function contactObject(org: StandardOrg): ObjectType {
  return {
    name: 'Contact',
    label: 'Contact',
    labelPlural: 'Contacts',
    keyPrefix: '003',
    mergeable: true,
    fields: recordFields(
      reference('MasterRecordId', 'Contact', { label: 'Master Record ID', ...READ_ONLY }),
      reference('AccountId', 'Account', { children: { name: 'Contacts', cascadeDelete: true } }),
      ...personNameFields(),
      picklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'], { length: 40 }),
      ...addressFields('Mailing'),
      phone('Phone', { label: 'Business Phone' }),
      phone('Fax', { label: 'Business Fax' }),
      phone('MobilePhone'),
      reference('ReportsToId', 'Contact', { label: 'Reports To ID' }),
      email('Email', { idLookup: true }),
      text('Title', 128),
      text('Department', 80),
      picklist('LeadSource', LEAD_SOURCES),
      day('Birthdate'),
      longText('Description', 32_000, { label: 'Contact Description' }),
      ...currencyIsoCode(org.currencies),
      ownerField(),
      checkbox('HasOptedOutOfEmail', { label: 'Email Opt Out' }),
      checkbox('DoNotCall'),
      day('LastActivityDate', { label: 'Last Activity', ...READ_ONLY }),
      ...VIEWED,
      text('EmailBouncedReason', 255),
      time('EmailBouncedDate'),
      checkbox('IsEmailBounced', READ_ONLY),
      ...contactCustomFields(),
    ),
  }
}

import type { ObjectType } from '../types.ts'
import { addressFields, personNameFields } from './compounds.ts'
import { checkbox, email, phone, picklist, READ_ONLY, reference, REQUIRED, text, time } from './fields.ts'
import type { StandardOrg } from './org.ts'
import { ENCODINGS, LANGUAGES, LOCALES, TIME_ZONES, USER_TYPES } from './picklists.ts'
import { currencyChoice, currencyIsoCode, setupFields, VIEWED } from './system.ts'

const CHOSEN = { ...REQUIRED, restricted: true, length: 40 } as const

export function userObject({ currencies }: StandardOrg): ObjectType {
  return {
    name: 'User',
    label: 'User',
    labelPlural: 'Users',
    keyPrefix: '005',
    deletable: false,
    fields: setupFields(
      text('Username', 80, { ...REQUIRED, idLookup: true }),
      ...personNameFields(),
      text('CompanyName', 80),
      text('Division', 80),
      text('Department', 80),
      text('Title', 80),
      ...addressFields(''),
      email('Email', { ...REQUIRED, length: 128, idLookup: true }),
      phone('Phone'),
      phone('Fax'),
      phone('MobilePhone', { label: 'Mobile' }),
      text('Alias', 8, REQUIRED),
      text('CommunityNickname', 40, { ...REQUIRED, label: 'Nickname' }),
      checkbox('IsActive', { label: 'Active' }),
      picklist('TimeZoneSidKey', TIME_ZONES, { ...CHOSEN, label: 'Time Zone' }),
      reference('UserRoleId', 'UserRole', { label: 'Role ID', children: { name: 'Users' } }),
      picklist('LocaleSidKey', LOCALES, { ...CHOSEN, label: 'Locale' }),
      picklist('EmailEncodingKey', ENCODINGS, { ...CHOSEN, label: 'Email Encoding' }),
      reference('ProfileId', 'Profile', { ...REQUIRED, children: { name: 'Users' } }),
      picklist('UserType', USER_TYPES, { ...READ_ONLY, restricted: true, length: 40 }),
      picklist('LanguageLocaleKey', LANGUAGES, { ...CHOSEN, label: 'Language' }),
      text('EmployeeNumber', 20),
      reference('ManagerId', 'User', { children: { name: 'ManagedUsers' } }),
      time('LastLoginDate', { label: 'Last Login', ...READ_ONLY }),
      ...currencyIsoCode(currencies),
      ...(currencies
        ? [
            picklist('DefaultCurrencyIsoCode', currencies.map(currencyChoice), {
              restricted: true,
              length: 3,
            }),
          ]
        : []),
      text('FederationIdentifier', 512, { label: 'SAML Federation ID' }),
      ...VIEWED,
    ),
  }
}

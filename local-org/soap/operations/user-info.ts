import { textOf } from '../../records/text.ts'
import type { SObject } from '../../records/types.ts'
import type { SoapParts } from '../parts.ts'
import type { Xml } from '../xml.ts'

const SESSION_SECONDS = 7200
const LARGEST_ATTACHMENT = 26_214_400

/** Who the user is, and the org. */
export function userInfo(parts: SoapParts, userId: string, orgId: string): Xml {
  const user = parts.store.read('User', userId)
  const [organization] = parts.store.records('Organization')
  const text = (record: SObject | undefined, field: string) => textOf(record?.[field] ?? null) || null
  return {
    accessibilityMode: false,
    chatterExternal: false,
    ...currencyInfo(parts, user, organization),
    orgAttachmentFileSizeLimit: LARGEST_ATTACHMENT,
    orgDisallowHtmlAttachments: false,
    orgHasPersonAccounts: false,
    organizationId: orgId,
    organizationName: text(organization, 'Name'),
    profileId: text(user, 'ProfileId'),
    roleId: text(user, 'UserRoleId'),
    sessionSecondsValid: SESSION_SECONDS,
    userEmail: text(user, 'Email'),
    userFullName: text(user, 'Name'),
    userId,
    userLanguage: text(user, 'LanguageLocaleKey'),
    userLocale: text(user, 'LocaleSidKey'),
    userName: text(user, 'Username'),
    userTimeZone: text(user, 'TimeZoneSidKey'),
    userType: text(user, 'UserType'),
    userUiSkin: 'Theme3',
  }
}

/** An org with one currency names that; one with several names the user's. */
function currencyInfo({ schema }: SoapParts, user: SObject | undefined, organization: SObject | undefined) {
  const isMulti = schema.object('CurrencyType') !== undefined
  const code = textOf(organization?.['DefaultCurrencyIsoCode'] ?? null) || 'USD'
  const locale = textOf(organization?.['DefaultLocaleSidKey'] ?? null) || 'en_US'
  return {
    currencySymbol: isMulti ? null : symbolOf(code, locale),
    orgDefaultCurrencyIsoCode: isMulti ? null : code,
    orgDefaultCurrencyLocale: isMulti ? null : locale,
    organizationMultiCurrency: isMulti,
    userDefaultCurrencyIsoCode: isMulti ? textOf(user?.['DefaultCurrencyIsoCode'] ?? null) || code : null,
  }
}

function symbolOf(currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale.replaceAll('_', '-'), { style: 'currency', currency })
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency
}

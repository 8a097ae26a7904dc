import type { Business, Contact } from '../business/index.ts'
import type { Row } from './row.ts'
import { soleCompany } from './companies.ts'

/** Every user the org has, also those who left: records still name them. */
export function* users(business: Business): Generator<Row> {
  for (const user of business.users.all()) {
    yield {
      Username: user.Username,
      FirstName: user.FirstName,
      LastName: user.LastName,
      Name: user.Name,
      Email: user.Email,
      Title: user.Title,
      Timezone: user.TimeZoneSidKey,
      Locale: user.LocaleSidKey,
      IsActiveUser: user.IsActive,
      LicenseType: business.licence(user.Id),
      SfdcUserId: user.Id,
      Manager: user.ManagerId,
    }
  }
}

/** A person is known by e-mail and must belong to one company; a sync rejects the rest. */
function* synced(business: Business): Generator<Contact & { Email: string }> {
  for (const account of business.accounts.all()) {
    if (soleCompany(business, account.Id) === null) continue
    for (const contact of business.contacts.of(account.Id)) {
      if (contact.Email !== null) yield { ...contact, Email: contact.Email }
    }
  }
}

export function* persons(business: Business): Generator<Row> {
  for (const { FirstName, LastName, Name, Email, Phone, MailingCity, MailingCountry } of synced(business)) {
    yield { FirstName, LastName, Name, Email, Phone, Location: `${MailingCity}, ${MailingCountry}` }
  }
}

export function* companyPersons(business: Business): Generator<Row> {
  for (const contact of synced(business)) {
    const manager = contact.ReportsToId === null ? undefined : business.contacts.byId(contact.ReportsToId)
    yield {
      Person_ID: contact.Email,
      Company_ID: contact.AccountId,
      Title: contact.Title,
      Role: contact.Department,
      Manager: manager?.Email ? manager.Id : null,
      IsPrimaryCompany: true,
      ExternalContactId: contact.Id,
      ExternalAccountId: contact.AccountId,
    }
  }
}

/** The e-mail of a contact the backend knows as a person. */
export function knownEmail(business: Business, contactId: string | null): string | null {
  const contact = contactId === null ? undefined : business.contacts.byId(contactId)
  return contact && soleCompany(business, contact.AccountId) !== null ? contact.Email : null
}

import type { Viewer, ViewerChoice } from '../../lightning-host/record-page.ts'
import type { Business, User } from '../business/index.ts'
import { HttpProblem } from '../http.ts'

/** Who a page may be seen as: one user for each kind of licence. */
export function viewerChoices(business: Business): ViewerChoice[] {
  const { csm, seller, agent } = business.viewers
  const choices = [
    [csm, 'full licence'],
    [seller, 'Viewer licence'],
    [agent, 'no licence'],
  ] as const
  return choices.flatMap(([id, note]) => {
    const user = activeUser(business, id)
    return user ? [{ id, name: user.Name, note: `${user.Title}, ${note}` }] : []
  })
}

/** The user a page is seen as: the one asked for, when that is someone who can log in. */
export function viewingUser(business: Business, wanted: string | undefined): User {
  const user = activeUser(business, wanted) ?? activeUser(business, business.viewers.csm)
  return user ?? anyone(business)
}

function anyone(business: Business): User {
  for (const user of business.users.all()) if (user.IsActive) return user
  throw new HttpProblem(403, 'No user of this org is active.')
}

export function activeUser(business: Business, id: string | undefined): User | undefined {
  const user = id === undefined ? undefined : business.users.byId(id)
  return user?.IsActive ? user : undefined
}

export function asViewer(user: User): Viewer {
  return {
    id: user.Id,
    name: user.Name,
    // Salesforce still writes Hebrew by its old code; browsers want the new one.
    locale: user.LocaleSidKey.replace(/^iw/, 'he').replace('_', '-'),
    timeZone: user.TimeZoneSidKey,
    currency: user.DefaultCurrencyIsoCode,
  }
}

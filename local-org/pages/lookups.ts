import { recordPath, type Field } from '../../lightning-host/record-page.ts'
import type { Business } from '../business/index.ts'

const text = (label: string, value: string | number | null): Field => ({ label, value, type: 'text' })

/** Short ways to write the fields of a page. */
export const field = {
  text,
  date: (label: string, value: string | null): Field => ({ label, value, type: 'date' }),
  time: (label: string, value: string | null): Field => ({ label, value, type: 'datetime' }),
  number: (label: string, value: number | null): Field => ({ label, value, type: 'number' }),
  percent: (label: string, value: number | null): Field => ({ label, value, type: 'percent' }),
  email: (label: string, value: string | null): Field => ({ label, value, type: 'email' }),
  phone: (label: string, value: string | null): Field => ({ label, value, type: 'phone' }),
  url: (label: string, value: string | null): Field => ({ label, value, type: 'url' }),
  money: (label: string, value: number | null, currency: string): Field => ({
    label,
    value,
    type: 'currency',
    currency,
  }),
}

export function lookups(business: Business) {
  return {
    /** An account has a page of its own, so its name leads there. */
    account(label: string, id: string | null): Field {
      const found = id === null ? undefined : business.accounts.byId(id)
      return found
        ? { label, value: found.Name, type: 'lookup', href: recordPath('Account', found.Id) }
        : { label, value: null, type: 'lookup' }
    },
    contact: (label: string, id: string | null): Field =>
      text(label, id === null ? null : (business.contacts.byId(id)?.Name ?? null)),
    user: (label: string, id: string | null): Field =>
      text(label, id === null ? null : (business.users.byId(id)?.Name ?? null)),
  }
}

import type { Culture } from './people.ts'

/** Where a customer is: its money, its calendar, its addresses. `#` in a pattern stands for a digit. */
export interface Region {
  readonly country: string
  readonly culture: Culture
  readonly currency: string
  readonly locale: string
  readonly language: string
  readonly timeZone: string
  readonly phone: string
  readonly street: string
  /** City, state or province (may be empty), postal code pattern. */
  readonly cities: readonly (readonly [city: string, state: string, postalCode: string])[]
}

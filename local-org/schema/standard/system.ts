import type { Field } from '../types.ts'
import { checkbox, picklist, READ_ONLY, reference, REQUIRED, text, time, type More } from './fields.ts'

const SYSTEM: More = { ...READ_ONLY, ...REQUIRED }

const ID: Field = {
  ...text('Id', 18, { ...SYSTEM, idLookup: true }),
  type: 'id',
}
const IS_DELETED = checkbox('IsDeleted', { label: 'Deleted', ...READ_ONLY })

const STAMPS: readonly Field[] = [
  time('CreatedDate', SYSTEM),
  reference('CreatedById', 'User', { label: 'Created By ID', ...SYSTEM }),
  time('LastModifiedDate', SYSTEM),
  reference('LastModifiedById', 'User', { label: 'Last Modified By ID', ...SYSTEM }),
  time('SystemModstamp', SYSTEM),
]

/** What a business record has around its own fields: an id, the mark of the recycle bin and the stamps. */
export function recordFields(...own: readonly Field[]): readonly Field[] {
  return [ID, IS_DELETED, ...own, ...STAMPS]
}

/** Setup records never go to the recycle bin. */
export function setupFields(...own: readonly Field[]): readonly Field[] {
  return [ID, ...own, ...STAMPS]
}

/** When the user last looked at it: nobody looks at this org's pages, so never. */
export const VIEWED: readonly Field[] = [
  time('LastViewedDate', READ_ONLY),
  time('LastReferencedDate', READ_ONLY),
]

export function ownerField(to: string | readonly string[] = 'User'): Field {
  return reference('OwnerId', to, { ...REQUIRED })
}

/** The record's own currency, in an org that has several. */
export function currencyIsoCode(codes: readonly string[] | undefined, more: More = {}): readonly Field[] {
  if (!codes) return []
  return [picklist('CurrencyIsoCode', codes.map(currencyChoice), { restricted: true, length: 3, ...more })]
}

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' })

export function currencyChoice(code: string) {
  return { value: code, label: `${code} - ${currencyNames.of(code) ?? code}` }
}

/**
 * Salesforce ids come in two spellings: 15 case-sensitive characters, or the same with 3 more that say which of the 15
 * are capitals. We keep and compare the 18-character form only.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

export const KEY_PREFIX = {
  Account: '001',
  Case: '500',
  Opportunity: '006',
  User: '005',
  Organization: '00D',
} as const
export type SalesforceObject = keyof typeof KEY_PREFIX

/** The 18-character form, or undefined when the text is no id of that object (wrong length, prefix, characters or suffix). */
export function parseSalesforceId(text: string, object: SalesforceObject): string | undefined {
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(text)) return undefined
  if (!text.startsWith(KEY_PREFIX[object])) return undefined
  const id = text.slice(0, 15) + suffixOf(text)
  // A wrong suffix means that some program changed the case of the id on its way: it would name another record.
  return text.length === 15 || id === text.slice(0, 15) + text.slice(15).toUpperCase() ? id : undefined
}

function suffixOf(id: string): string {
  return [0, 5, 10].map((start) => ALPHABET[capitalBits(id.slice(start, start + 5))]).join('')
}

const capitalBits = (five: string): number =>
  [...five].reduce((bits, character, i) => (character >= 'A' && character <= 'Z' ? bits | (1 << i) : bits), 0)

/**
 * A text that may be a Salesforce id of any object, as it is kept here (18 characters), with its 15-character form;
 * undefined when it cannot be one.
 */
export function eitherForm(text: string): { value: string; twin: string } | undefined {
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(text)) return undefined
  const twin = text.slice(0, 15)
  const suffix = suffixOf(text)
  return text.length === 15 || text.slice(15).toUpperCase() === suffix
    ? { value: twin + suffix, twin }
    : undefined
}

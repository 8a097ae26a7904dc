import { normalizeId } from '../../salesforce-id.ts'
import type { Field } from '../../schema/types.ts'
import { RowProblem } from './row-problem.ts'
import { wrongType, type Wire } from './wire.ts'

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\.]+(?:\.[^\s@<>(),;:"[\]\\.]+)+$/

/** What a text field takes in; undefined when nothing is left to keep. */
export function textIn(field: Field, raw: unknown, wire: Wire): string | undefined {
  if (typeof raw !== 'string') throw wrongType(field, raw, wire)
  const text = raw.trim()
  if (text === '') return undefined
  return kept(field, text)
}

function kept(field: Field, text: string): string {
  switch (field.type) {
    case 'picklist':
    case 'combobox':
      return short(field, picked(field, text))
    case 'multipicklist':
      return short(field, pickedSeveral(field, text))
    case 'email':
      return short(field, email(field, text))
    case 'id':
    case 'reference':
      return idIn(field, text)
    default:
      return short(field, text)
  }
}

function short(field: Field, text: string): string {
  if (!field.length || text.length <= field.length) return text
  const words = `${field.label}: data value too large: ${text} (max length=${field.length})`
  throw new RowProblem('STRING_TOO_LONG', words, [field.name])
}

function email(field: Field, text: string): string {
  if (EMAIL.test(text)) return text
  const words = `${field.label}: invalid email address: ${text}`
  throw new RowProblem('INVALID_EMAIL_ADDRESS', words, [field.name])
}

function picked(field: Field, text: string): string {
  const isKnown = field.picklist?.some(({ value, active = true }) => active && value === text)
  if (!field.restricted || !field.picklist || isKnown) return text
  const words = `${field.label}: bad value for restricted picklist field: ${text}`
  throw new RowProblem('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', words, [field.name])
}

/** Kept in the order in which the field has its values, each once. */
function pickedSeveral(field: Field, text: string): string {
  const parts = text.split(';').map((part) => part.trim())
  const wanted = new Set(parts.filter(Boolean).map((part) => picked(field, part)))
  const known = (field.picklist ?? []).map(({ value }) => value).filter((value) => wanted.delete(value))
  return [...known, ...wanted].join(';')
}

export function idIn(field: Field, text: string): string {
  const id = normalizeId(text)
  if (id !== undefined) return id
  throw new RowProblem('MALFORMED_ID', wrongKind(field, text), [field.name])
}

export function wrongKind(field: Field, id: string): string {
  return `${field.label}: id value of incorrect type: ${id}`
}

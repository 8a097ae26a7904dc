// Which literals the fields of each kind are compared with, and what is said to others.
import type { Field, FieldType } from '../schema/types.ts'
import { problem } from './problems.ts'
import type { Literal, Operator } from './statement.ts'

export type Family = 'text' | 'id' | 'boolean' | 'number' | 'date' | 'datetime' | 'time' | 'choices'

const FAMILIES: Readonly<Record<FieldType, Family | undefined>> = {
  id: 'id',
  reference: 'id',
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  picklist: 'text',
  combobox: 'text',
  multipicklist: 'choices',
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  address: undefined,
}

const TAKES: Readonly<Record<Family, readonly Literal['kind'][]>> = {
  text: ['string'],
  id: ['string'],
  choices: ['string'],
  boolean: ['boolean'],
  number: ['number'],
  date: ['date', 'days'],
  datetime: ['datetime', 'days'],
  time: ['time'],
}

const EQUALITY: readonly Operator[] = ['=', '!=', 'IN', 'NOT IN']
const ORDER: readonly Operator[] = ['<', '<=', '>', '>=']
const OPERATORS: Readonly<Record<Family, readonly Operator[]>> = {
  text: [...EQUALITY, ...ORDER, 'LIKE'],
  id: [...EQUALITY, ...ORDER],
  choices: [...EQUALITY, 'INCLUDES', 'EXCLUDES'],
  boolean: EQUALITY,
  number: [...EQUALITY, ...ORDER],
  date: [...EQUALITY, ...ORDER],
  datetime: [...EQUALITY, ...ORDER],
  time: [...EQUALITY, ...ORDER],
}

export type Complain = (errorCode: string, message: string) => Error

export function familyOf(field: Field, operator: Operator, complain: Complain): Family {
  const family = FAMILIES[field.type]
  if (!family)
    throw complain('INVALID_FIELD', 'Address fields can only be filtered using Distance expressions')
  if (OPERATORS[family].includes(operator)) return family
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') {
    throw complain(
      'INVALID_QUERY_FILTER_OPERATOR',
      'includes or excludes operator only valid on multipicklist field',
    )
  }
  throw complain(
    'INVALID_QUERY_FILTER_OPERATOR',
    `invalid operator on ${field.type === 'reference' ? 'id' : field.type} field`,
  )
}

export function checkLiteral(field: Field, family: Family, literal: Literal, complain: Complain) {
  if (literal.kind === 'null' || TAKES[family].includes(literal.kind)) return
  const quotes = TAKES[family].includes('string')
    ? 'should be enclosed in quotes'
    : 'should not be enclosed in quotes'
  throw complain(
    'INVALID_FIELD',
    `value of filter criterion for field '${field.name}' must be of type ${spoken(field.type)} and ${quotes}`,
  )
}

function spoken(type: FieldType): string {
  if (type === 'datetime') return 'dateTime'
  return type === 'reference' ? 'ID' : type
}

export function invalidId(value: string) {
  return problem('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${value}`)
}

import { z } from 'zod'

const name = z.string().regex(/^[A-Za-z_]\w{0,79}$/, 'must be the name of a field')
/** A field of the record, or of one it looks up: `Owner.Email`. */
const path = z
  .string()
  .regex(
    /^[A-Za-z]\w{0,79}(\.[A-Za-z]\w{0,79}){0,4}$/,
    'must be the name of a field, or a way to one: Owner.Email',
  )
const object = z.string().regex(/^[A-Za-z]\w{0,79}$/, 'must be the name of an object')
const value = z.string().max(4000)

/** What a condition may ask of a field. Which of them fit its type, `filter/operators.ts` says. */
export const OPERATORS = [
  'equals',
  'not-equals',
  'less-than',
  'at-most',
  'greater-than',
  'at-least',
  'one-of',
  'none-of',
  'contains',
  'contains-not',
  'starts-with',
  'ends-with',
  'includes',
  'excludes',
  'is-empty',
  'is-not-empty',
] as const
export type Operator = (typeof OPERATORS)[number]

const CONDITION = z.object({
  field: path,
  operator: z.enum(OPERATORS),
  /** Absent for `is-empty` and `is-not-empty`; several for `one-of`, `none-of`, `includes`, `excludes`. */
  values: z.array(value).max(200).default([]),
})

/** Numbered from 1 in their order; without an expression all of them must hold. */
const FILTER = z.object({
  conditions: z.array(CONDITION).max(50),
  expression: z.string().max(500).optional(),
})

const DIRECT = z.object({
  source: path,
  target: name,
  /** Part of the upsert key: what tells whether a record is there already. */
  identifier: z.boolean().default(false),
  /** Taken when the source has nothing. */
  default: value.optional(),
  /** For a picklist: which value of the source is which of its items. The others go by their own names. */
  items: z.record(z.string().max(255), z.string().max(255)).optional(),
})

const MATCH = z.object({ source: path, target: name })

const DERIVED = z.object({
  /** The lookup that is filled. */
  target: name,
  /** The object of ours that is looked through. */
  object,
  /** All of them must be equal. */
  match: z.array(MATCH).min(1).max(5),
  several: z.enum(['any', 'reject']),
  none: z.union([z.enum(['null', 'reject']), z.object({ default: value })]),
})

export const LOADS = ['upsert', 'insert', 'update'] as const

const DESTINATION = z.object({
  object,
  load: z.enum(LOADS).default('upsert'),
  direct: z.array(DIRECT).max(400),
  derived: z.array(DERIVED).max(50).default([]),
})

/** What a sync job does, as data: read one object of one connection, and load it into one or more of ours. */
export const DEFINITION = z.object({
  source: object,
  filter: FILTER.default({ conditions: [] }),
  /** Loaded in this order: a later one may look up what an earlier one has just loaded. */
  destinations: z.array(DESTINATION).min(1).max(5),
})

export type Definition = z.output<typeof DEFINITION>
export type Destination = Definition['destinations'][number]
export type DirectMapping = Destination['direct'][number]
export type DerivedMapping = Destination['derived'][number]
export type Filter = Definition['filter']
export type Condition = Filter['conditions'][number]

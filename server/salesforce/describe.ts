import { z } from 'zod'

/** A name in the API: letters, digits and underscores. Nothing else ever becomes part of a path or a query. */
export const API_NAME = /^[A-Za-z]\w{0,254}$/
const name = z.string().regex(API_NAME)
const label = z.string().max(2000)
const count = z.number().int().nonnegative().default(0)
const flag = z.boolean().default(false)

const OBJECT = {
  name,
  label,
  custom: flag,
  queryable: flag,
  createable: flag,
  updateable: flag,
  deletable: flag,
  replicateable: flag,
  keyPrefix: z.string().max(10).nullable().default(null),
}

const FIELD = z.object({
  name,
  label,
  /** Salesforce's own: string, picklist, reference, currency, datetime… */
  type: z.string().max(80),
  length: count,
  precision: count,
  scale: count,
  custom: flag,
  nillable: flag,
  unique: flag,
  externalId: flag,
  idLookup: flag,
  calculated: flag,
  filterable: flag,
  sortable: flag,
  createable: flag,
  updateable: flag,
  nameField: flag,
  compoundFieldName: z.string().max(255).nullable().default(null),
  relationshipName: z.string().max(255).nullable().default(null),
  referenceTo: z.array(name).default([]),
  picklistValues: z
    .array(z.object({ value: z.string().max(2000), label: label.nullable().default(null), active: flag }))
    .default([]),
})

export const OBJECT_SUMMARY = z.object(OBJECT)
export const GLOBAL_DESCRIBE = z.object({ sobjects: z.array(OBJECT_SUMMARY).max(20_000) })
export const OBJECT_DESCRIBE = z.object({ ...OBJECT, fields: z.array(FIELD).max(2000) })

export type ObjectSummary = z.output<typeof OBJECT_SUMMARY>
export type ObjectDescribe = z.output<typeof OBJECT_DESCRIBE>
export type FieldDescribe = z.output<typeof FIELD>

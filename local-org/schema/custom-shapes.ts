// What custom objects and fields look like in a file, or in a test that adds some.
import { z } from 'zod'
import { RELATIONSHIP_NAME } from '../param-shapes.ts'
import { only } from './custom-problems.ts'

export const CUSTOM_TYPES = [
  ...(['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist', 'boolean'] as const),
  ...(['int', 'double', 'currency', 'percent', 'date', 'datetime', 'time', 'reference'] as const),
] as const
export type CustomType = (typeof CUSTOM_TYPES)[number]

/** What a field of each type needs, and what it may have besides what all fields may have. */
const RULES: Readonly<Record<CustomType, { needs?: readonly string[]; may?: readonly string[] }>> = {
  string: { needs: ['length'], may: ['unique', 'externalId', 'caseSensitive', 'autoNumber'] },
  textarea: { needs: ['length'] },
  email: { may: ['unique', 'externalId', 'caseSensitive'] },
  phone: {},
  url: {},
  picklist: { needs: ['values'], may: ['restricted'] },
  multipicklist: { needs: ['values'], may: ['restricted'] },
  boolean: {},
  int: { may: ['precision', 'unique', 'externalId'] },
  double: { may: ['precision', 'scale', 'unique', 'externalId'] },
  currency: { may: ['precision', 'scale'] },
  percent: { may: ['precision', 'scale'] },
  date: {},
  datetime: {},
  time: {},
  reference: { needs: ['referenceTo'], may: ['children'] },
}
const SPECIAL = [...new Set(Object.values(RULES).flatMap(({ needs = [], may = [] }) => [...needs, ...may]))]

const LONGEST: Partial<Record<CustomType, number>> = { string: 255, textarea: 131_072 }

/** `Name__c`, without a namespace: letters, digits and single underscores, starting with a letter. */
const customName = z
  .string()
  .max(43)
  .regex(/^[A-Za-z](?:_?[A-Za-z0-9])*__c$/, 'must be an API name like Health_Score__c')
const relationship = z.string().refine(RELATIONSHIP_NAME.is, `must be ${RELATIONSHIP_NAME.words}`)
const label = z.string().min(1).max(80)
const autoNumber = only({ prefix: z.string().max(20), digits: z.int().min(1).max(10) })
const choice = z.union([
  z.string().min(1).max(255),
  only({
    value: z.string().min(1).max(255),
    label: label.optional(),
    active: z.boolean().optional(),
    default: z.boolean().optional(),
  }),
])

const anyField = only({
  name: customName,
  label: label.optional(),
  type: z.enum(CUSTOM_TYPES),
  required: z.boolean().optional(),
  defaultValue: z.union([z.string(), z.number(), z.boolean()]).optional(),
  length: z.int().min(1).optional(),
  precision: z.int().min(1).max(18).optional(),
  scale: z.int().min(0).max(17).optional(),
  unique: z.boolean().optional(),
  externalId: z.boolean().optional(),
  caseSensitive: z.boolean().optional(),
  autoNumber: autoNumber.optional(),
  values: z.array(choice).min(1).optional(),
  restricted: z.boolean().optional(),
  referenceTo: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  /** How the parent sees these records. With `cascadeDelete` they go with it. */
  children: only({ name: relationship, cascadeDelete: z.boolean().optional() }).optional(),
})
export type CustomField = z.input<typeof anyField>

export const fieldShape = anyField.superRefine((field, { addIssue }) => {
  for (const { path, message } of problemsOf(field)) addIssue({ code: 'custom', path: [path], message })
})

function problemsOf(field: CustomField): { path: string; message: string }[] {
  const { type, length, precision = 18, scale = 0 } = field
  const { needs = [], may = [] } = RULES[type]
  const isGiven = (name: string) => field[name as keyof CustomField] !== undefined
  const autoNumbered = field.autoNumber !== undefined
  const longest = LONGEST[type] ?? Infinity
  return [
    ...needs
      .filter((name) => !isGiven(name) && !(name === 'length' && autoNumbered))
      .map((name) => ({ path: name, message: `is needed for a ${type}` })),
    ...SPECIAL.filter((name) => isGiven(name) && ![...needs, ...may].includes(name)).map((name) => ({
      path: name,
      message: `is nothing a ${type} can have`,
    })),
    ...(length !== undefined && length > longest
      ? [{ path: 'length', message: `must be at most ${longest}` }]
      : []),
    ...(scale > precision ? [{ path: 'scale', message: 'must not be more than precision' }] : []),
  ]
}

export const objectShape = only({
  name: customName,
  label: label.optional(),
  labelPlural: label.optional(),
  keyPrefix: z
    .string()
    .regex(/^a[0-9A-Za-z]{2}$/, 'must be three characters that start with a, like a07')
    .optional(),
  /** Records are named by people, or numbered. */
  nameField: only({ label: label.optional(), autoNumber: autoNumber.optional() }).optional(),
  fields: z.array(fieldShape).default([]),
}).superRefine(({ fields }, { addIssue }) => noTwice(fields, (path) => addIssue(twice(['fields', ...path]))))
export type CustomObject = z.input<typeof objectShape>

export const fileShape = only({
  objects: z.array(objectShape).default([]),
  /** Fields for objects that the org has anyway, by the object's name. */
  fields: z.record(z.string(), z.array(fieldShape)).default({}),
}).superRefine(({ objects, fields }, { addIssue }) => {
  noTwice(objects, (path) => addIssue(twice(['objects', ...path])))
  for (const [object, own] of Object.entries(fields))
    noTwice(own, (path) => addIssue(twice(['fields', object, ...path])))
})

const twice = (path: (string | number)[]) => ({ code: 'custom', path, message: 'is there already' }) as const

function noTwice(named: readonly { name: string }[], report: (path: (string | number)[]) => void): void {
  const names = named.map(({ name }) => name.toLowerCase())
  for (const [index, name] of names.entries()) if (names.indexOf(name) < index) report([index, 'name'])
}

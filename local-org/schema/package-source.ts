// `--package DIR`: the custom settings of a package, read from its source as the Salesforce CLI deploys it.
import { XMLParser } from 'fast-xml-parser'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { customField, type CustomField } from './custom.ts'
import { customSetting } from './custom-setting.ts'
import type { CustomSchema } from './file.ts'
import { SchemaProblem } from './problem.ts'
import type { Field, ObjectType } from './types.ts'

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true })

const OBJECT = z.object({
  CustomObject: z.object({ label: z.string(), customSettingsType: z.literal('Hierarchy') }),
})
const FLAG = z.enum(['true', 'false']).optional()
const FIELD = z.object({
  CustomField: z.object({
    fullName: z.string(),
    label: z.string(),
    type: z.string(),
    length: z.coerce.number().optional(),
    precision: z.coerce.number().optional(),
    scale: z.coerce.number().optional(),
    required: FLAG,
    unique: FLAG,
    externalId: FLAG,
    caseSensitive: FLAG,
    defaultValue: z.string().optional(),
  }),
})
type SourceField = z.infer<typeof FIELD>['CustomField']

const TYPES: Readonly<Record<string, CustomField['type']>> = {
  ...{ Text: 'string', TextArea: 'textarea', Email: 'email', Phone: 'phone', Url: 'url' },
  ...{ Checkbox: 'boolean', Number: 'double', Currency: 'currency', Percent: 'percent' },
  ...{ Date: 'date', DateTime: 'datetime' },
}

/** The custom settings below this folder, with their fields. Other parts of a package have nothing to do here. */
export function loadPackage(folder: string): CustomSchema {
  const files = globSync('**/objects/*/*.object-meta.xml', { cwd: folder }).toSorted()
  if (files.length === 0) {
    throw new SchemaProblem(
      `${folder} holds no objects. Name the source folder of a package, such as force-app.`,
    )
  }
  return { objects: files.map((file) => settingIn(join(folder, file))), fields: [] }
}

function settingIn(file: string): ObjectType {
  const name = file.replace(/^.*[/\\]|\.object-meta\.xml$/g, '')
  const known = OBJECT.safeParse(read(file))
  if (!known.success)
    throw new SchemaProblem(`${file} is no hierarchy custom setting; only those can be installed.`)
  const fields = globSync('fields/*.field-meta.xml', { cwd: dirname(file) }).toSorted()
  return customSetting({
    name,
    label: known.data.CustomObject.label,
    fields: fields.map((field) => fieldIn(join(dirname(file), field))),
  })
}

function fieldIn(file: string): Field {
  const known = FIELD.safeParse(read(file))
  if (!known.success) throw new SchemaProblem(`${file} is no field: ${known.error.issues[0]?.message ?? ''}`)
  const field = known.data.CustomField
  const type = TYPES[field.type]
  if (!type) throw new SchemaProblem(`${file} is a field of type ${field.type}, which cannot be installed.`)
  return customField({
    ...{ name: field.fullName, label: field.label, type },
    ...sizeOf(field, type),
    ...(field.required === 'true' && { required: true }),
    ...(field.unique === 'true' && { unique: true }),
    ...(field.externalId === 'true' && { externalId: true }),
    ...(field.caseSensitive === 'true' && { caseSensitive: true }),
    ...(field.defaultValue !== undefined && { defaultValue: literal(field.defaultValue, file) }),
  })
}

function sizeOf({ length, precision, scale }: SourceField, type: CustomField['type']): Partial<CustomField> {
  if (type === 'textarea') return { length: 255 }
  return {
    ...(length !== undefined && { length }),
    ...(precision !== undefined && { precision }),
    ...(scale !== undefined && { scale }),
  }
}

/** A default is a formula; one that is a mere value can be told without running it. */
function literal(formula: string, file: string): string | number | boolean {
  const text = formula.trim()
  const quoted = /^"([^"\\]*)"$/.exec(text)
  if (quoted) return quoted[1] ?? ''
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  throw new SchemaProblem(`${file} has the default ${text}, a formula, which is not run here.`)
}

function read(file: string): unknown {
  try {
    return parser.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new SchemaProblem(`${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

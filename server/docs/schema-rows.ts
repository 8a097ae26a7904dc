import { z } from 'zod'

export interface FieldRow {
  name: string
  type: string
  description: string
  optional: boolean
}

interface JsonSchema {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  enum?: unknown[]
  const?: string | number | boolean
  format?: string
  description?: string
}

/** A schema's fields as rows of a table, nested ones with their path. */
export function fieldsOf(part: string, schema: z.ZodObject | undefined): FieldRow[] {
  return schema ? rowsOf(jsonSchema(schema, 'input'), `${part}.`) : []
}

/** One table an answer: a schema of several shapes is told apart by its constant field. */
export function answersOf(schema: z.ZodType): { title: string; rows: FieldRow[] }[] {
  const json = jsonSchema(schema, 'output')
  const shapes = json.oneOf ?? json.anyOf ?? [json]
  return shapes.flatMap((shape) => {
    const rows = rowsOf(shape, '')
    if (rows.length === 0) return []
    const constant = Object.values(shape.properties ?? {}).find((field) => field.const !== undefined)
    return [{ title: shapes.length > 1 ? `Answer: ${String(constant?.const)}` : 'Answer', rows }]
  })
}

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema

function rowsOf(schema: JsonSchema, prefix: string): FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const { inner, nullable } = unwrap(field)
    const row: FieldRow = {
      name: prefix + name,
      type: typeOf(inner) + (nullable ? ' or null' : ''),
      description: field.description ?? '',
      optional: !(schema.required ?? []).includes(name),
    }
    const within =
      inner.type === 'array' ? rowsOf(inner.items ?? {}, `${row.name}[].`) : rowsOf(inner, `${row.name}.`)
    return [row, ...within]
  })
}

function unwrap(field: JsonSchema): { inner: JsonSchema; nullable: boolean } {
  const options = field.anyOf ?? [field]
  const inner = options.find((option) => option.type !== 'null') ?? field
  return { inner, nullable: options.some((option) => option.type === 'null') }
}

function typeOf(field: JsonSchema): string {
  if (field.const !== undefined) return `“${String(field.const)}”`
  if (field.enum) return field.enum.map((value) => `“${String(value)}”`).join(', ')
  if (field.type === 'array') return 'list'
  return field.format ?? [field.type ?? 'any'].flat().join(' or ')
}

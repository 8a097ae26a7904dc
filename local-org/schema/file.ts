// `--objects FILE`: custom objects, and fields for the objects that are there anyway.
import { readFileSync } from 'node:fs'
import { customField, customObject } from './custom.ts'
import { problemLines, wordsFor } from './custom-problems.ts'
import { fileShape } from './custom-shapes.ts'
import { misfits, sketchOf } from './misfits.ts'
import { SchemaProblem, type Schema } from './schema.ts'
import type { Field, ObjectType } from './types.ts'

export interface CustomSchema {
  readonly objects: readonly ObjectType[]
  readonly fields: readonly { readonly object: string; readonly field: Field }[]
}

/** Everything that is wrong with a file of objects, one problem a line. */
export class ObjectsFileProblem extends SchemaProblem {
  override readonly name = 'ObjectsFileProblem'
  readonly problems: readonly string[]

  constructor(file: string, problems: readonly string[]) {
    super(`${file} cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** What is in the file; with the schema of the org that it is for, also told of what does not fit there. */
export function loadObjects(file: string, schema?: Schema): CustomSchema {
  const content = parse(file, read(file))
  const result = fileShape.safeParse(content, { error: wordsFor })
  const problems = [
    ...(result.success ? [] : problemLines(result.error)),
    ...(schema ? misfits(schema, sketchOf(content)) : []),
  ]
  if (!result.success || problems.length > 0) throw new ObjectsFileProblem(file, problems)
  const { objects, fields } = result.data
  return {
    objects: objects.map(customObject),
    fields: Object.entries(fields).flatMap(([object, own]) =>
      own.map((field) => ({ object, field: customField(field) })),
    ),
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const words = `${(cause as Error).message}. Name a JSON file with objects and fields.`
    throw new SchemaProblem(`${file} cannot be read: ${words}`, { cause })
  }
}

function parse(file: string, text: string): object {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw new SchemaProblem(`${file} is not JSON: ${(cause as Error).message}.`, { cause })
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content
  const example = '{ "objects": [ … ], "fields": { "Account": [ … ] } }'
  throw new SchemaProblem(`${file} must hold an object: ${example}.`)
}

export const together = (...all: readonly CustomSchema[]): CustomSchema => ({
  objects: all.flatMap(({ objects }) => objects),
  fields: all.flatMap(({ fields }) => fields),
})

/** Adds them all, or none: first everything that does not fit this org is told. */
export function addCustom(schema: Schema, custom: CustomSchema, from = 'The custom objects'): void {
  const problems = misfits(schema, custom)
  if (problems.length > 0) throw new ObjectsFileProblem(from, problems)
  const currency = schema.object('Account')?.field('CurrencyIsoCode')
  for (const object of custom.objects)
    schema.addObject(currency ? { ...object, fields: [...object.fields, currency] } : object)
  for (const { object, field } of custom.fields) schema.addField(object, field)
}

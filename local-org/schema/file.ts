// `--objects FILE`: custom objects, and fields for the objects that are there anyway.
import { readFileSync } from 'node:fs'
import { customField, customObject } from './custom.ts'
import { fileShape, problemLines } from './custom-shapes.ts'
import { SchemaProblem, type OrgObject, type Schema } from './schema.ts'
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
    super(`${file}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

export function loadObjects(file: string): CustomSchema {
  const result = fileShape.safeParse(jsonIn(file))
  if (!result.success) throw new ObjectsFileProblem(file, problemLines(result.error))
  const { objects, fields } = result.data
  return {
    objects: objects.map(customObject),
    fields: Object.entries(fields).flatMap(([object, own]) =>
      own.map((field) => ({ object, field: customField(field) })),
    ),
  }
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (problem) {
    throw new ObjectsFileProblem(file, [problem instanceof Error ? problem.message : String(problem)])
  }
}

/** Adds them all, or none: first everything that does not fit this org is told. */
export function addCustom(schema: Schema, custom: CustomSchema, from = 'custom objects'): void {
  const problems = misfits(schema, custom)
  if (problems.length > 0) throw new ObjectsFileProblem(from, problems)
  const currency = schema.object('Account')?.field('CurrencyIsoCode')
  for (const object of custom.objects)
    schema.addObject(currency ? { ...object, fields: [...object.fields, currency] } : object)
  for (const { object, field } of custom.fields) schema.addField(object, field)
}

function misfits(schema: Schema, { objects, fields }: CustomSchema): string[] {
  const known = (name: string): Pick<OrgObject, 'name' | 'fields'> | undefined =>
    schema.object(name) ?? objects.find((object) => object.name.toLowerCase() === name.toLowerCase())
  const has = (object: string, { name }: Field) => schema.object(object)?.field(name) !== undefined
  const all = [
    ...objects.flatMap(({ name, fields: own }) => own.map((field) => ({ object: name, field }))),
    ...fields,
  ]
  const prefixes = objects.map(({ keyPrefix }) => keyPrefix).filter(Boolean)
  return [
    ...objects.filter(({ name }) => schema.object(name)).map(({ name }) => `There is already a ${name}.`),
    ...prefixes
      .filter((prefix, index) => schema.byKeyPrefix(prefix) ?? prefixes.indexOf(prefix) < index)
      .map((prefix) => `The key prefix ${prefix} is taken.`),
    ...fields.filter(({ object }) => !known(object)).map(({ object }) => `There is no object ${object}.`),
    ...fields
      .filter(({ object, field }) => has(object, field))
      .map(({ object, field }) => `${object} already has a field ${field.name}.`),
    ...all.flatMap(({ object, field }) =>
      (field.referenceTo ?? [])
        .filter((to) => !known(to))
        .map((to) => `${object}.${field.name} refers to ${to}, which is no object here.`),
    ),
  ]
}

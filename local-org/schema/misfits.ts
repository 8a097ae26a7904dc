import type { Schema } from './schema.ts'

/** As much of objects and fields as it takes to see whether they fit an org. */
interface Sketch {
  readonly objects: readonly {
    readonly name: string
    readonly keyPrefix: string
    readonly fields: readonly Part[]
  }[]
  /** A name without a field: fields were given for it, though none that could be read. */
  readonly fields: readonly { readonly object: string; readonly field?: Part }[]
}
interface Part {
  readonly name: string
  readonly referenceTo?: readonly string[]
}

/** What does not fit the org as it is: names that are taken, and names of nothing. */
export function misfits(schema: Schema, { objects, fields }: Sketch): string[] {
  const isKnown = (name: string) =>
    schema.object(name) !== undefined ||
    objects.some((object) => object.name.toLowerCase() === name.toLowerCase())
  const added = fields.flatMap(({ object, field }) => (field ? [{ object, field }] : []))
  const all = [
    ...objects.flatMap(({ name, fields: own }) => own.map((field) => ({ object: name, field }))),
    ...added,
  ]
  const prefixes = objects.map(({ keyPrefix }) => keyPrefix).filter(Boolean)
  const strangers = new Set(fields.map(({ object }) => object).filter((object) => !isKnown(object)))
  return [
    ...objects.filter(({ name }) => schema.object(name)).map(({ name }) => `There is already a ${name}.`),
    ...prefixes
      .filter((prefix, index) => schema.byKeyPrefix(prefix) ?? prefixes.indexOf(prefix) < index)
      .map((prefix) => `The key prefix ${prefix} is taken.`),
    ...[...strangers].map((object) => `There is no object ${object}.`),
    ...added
      .filter(({ object, field }) => schema.object(object)?.field(field.name))
      .map(({ object, field }) => `${object} already has a field ${field.name}.`),
    ...all.flatMap(({ object, field }) =>
      (field.referenceTo ?? [])
        .filter((to) => !isKnown(to))
        .map((to) => `${object}.${field.name} refers to ${to}, which is no object here.`),
    ),
  ]
}

/** What can be made out in the content of a file, however wrong it is otherwise. */
export function sketchOf(content: object): Sketch {
  const { objects, fields } = content as Readonly<Record<string, unknown>>
  return {
    objects: itemsIn(objects).map((object) => ({
      name: textOf(object['name']),
      keyPrefix: textOf(object['keyPrefix']),
      fields: itemsIn(object['fields']).map(partOf),
    })),
    fields: Object.entries(isObject(fields) ? fields : {}).flatMap(([object, own]) => [
      { object },
      ...itemsIn(own).map((field) => ({ object, field: partOf(field) })),
    ]),
  }
}

function partOf({ name, referenceTo }: Readonly<Record<string, unknown>>): Part {
  const all: unknown[] = [referenceTo].flat()
  return { name: textOf(name), referenceTo: all.filter((each) => typeof each === 'string') }
}

function itemsIn(list: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isObject) : []
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

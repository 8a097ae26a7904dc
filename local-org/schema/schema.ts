import { checkHidable, checkRemovable, checkRenamable, sameName } from './admin-rules.ts'
import { SchemaProblem } from './problem.ts'
import type { Field, ObjectType } from './types.ts'

export { SchemaProblem }

/** An object type with its fields by name. Names are found in any case, as Salesforce finds them. */
export interface OrgObject extends ObjectType {
  field(name: string): Field | undefined
  /** The reference field behind a relationship name: `Owner` → OwnerId. */
  parent(relationshipName: string): Field | undefined
}

/** Records of one object that point at another. */
export interface ChildRelationship {
  readonly name: string | undefined
  readonly object: string
  readonly field: Field
}

/** The objects and fields of the org. They can change while it runs, as an admin would change them. */
export interface Schema {
  /** When anything last changed; answers to If-Modified-Since. */
  readonly changedAt: number
  objects(): readonly OrgObject[]
  object(name: string): OrgObject | undefined
  byKeyPrefix(keyPrefix: string): OrgObject | undefined
  childRelationships(object: string): readonly ChildRelationship[]
  addObject(type: ObjectType): void
  removeObject(name: string): void
  /** A field of that name is replaced. */
  addField(object: string, field: Field): void
  /** Like the next two, only what Salesforce lets an admin do; anything else is a SchemaProblem. */
  removeField(object: string, field: string): void
  renameField(object: string, from: string, to: string): void
  /** Field-level security: gone for everyone, kept in the records. */
  hideField(object: string, field: string, hidden?: boolean): void
}

export function createSchema(types: readonly ObjectType[], now: () => number): Schema {
  const objects = new Map<string, OrgObject>()
  let changedAt = now()
  const put = (type: ObjectType) => {
    const keyPrefix = type.keyPrefix || freePrefix([...objects.values()])
    objects.set(type.name.toLowerCase(), orgObject({ ...type, keyPrefix }))
    changedAt = now()
  }
  for (const type of types) put(type)

  const mustFind = (name: string): OrgObject => {
    const found = objects.get(name.toLowerCase())
    if (!found) throw new SchemaProblem(`There is no object ${name}.`)
    return found
  }
  const withFields = (object: OrgObject, fields: readonly Field[]) => put({ ...object, fields })
  const change = (object: string, name: string, changed: (field: Field, type: OrgObject) => Field[]) => {
    const type = mustFind(object)
    const field = type.fields.find((each) => sameName(each.name, name))
    if (!field) throw new SchemaProblem(`${type.name} has no field ${name}.`)
    const after = changed(field, type)
    withFields(
      type,
      type.fields.flatMap((each) => (each === field ? after : each)),
    )
  }
  return {
    get changedAt() {
      return changedAt
    },
    objects: () => [...objects.values()],
    object: (name) => objects.get(name.toLowerCase()),
    byKeyPrefix: (keyPrefix) => [...objects.values()].find((object) => object.keyPrefix === keyPrefix),
    childRelationships: (name) => [...objects.values()].flatMap((object) => pointingAt(object, name)),
    addObject(type) {
      if (objects.has(type.name.toLowerCase())) throw new SchemaProblem(`There is already a ${type.name}.`)
      put(type)
    },
    removeObject(name) {
      objects.delete(mustFind(name).name.toLowerCase())
      changedAt = now()
    },
    addField(object, field) {
      const type = mustFind(object)
      const others = type.fields.filter(({ name }) => name.toLowerCase() !== field.name.toLowerCase())
      withFields(type, [...others, field])
    },
    removeField: (object, name) =>
      change(object, name, (field) => {
        checkRemovable(field)
        return []
      }),
    renameField: (object, from, to) =>
      change(object, from, (field, type) => {
        checkRenamable(type, field, to)
        return [renamed(field, to)]
      }),
    hideField: (object, name, hidden = true) =>
      change(object, name, (field) => {
        if (hidden) checkHidable(field)
        return [{ ...field, hidden }]
      }),
  }
}

/** Its values stay where they are; a lookup leads to its parent by the new name. */
function renamed(field: Field, to: string): Field {
  return {
    ...field,
    name: to,
    key: field.key ?? field.name,
    ...(field.relationshipName && { relationshipName: to.replace(/__c$/, '__r') }),
  }
}

/** Custom objects are numbered from a00. */
function freePrefix(objects: readonly ObjectType[]): string {
  const taken = new Set(objects.map(({ keyPrefix }) => keyPrefix))
  let number = 0
  const prefix = () => `a${number.toString(36).padStart(2, '0')}`
  while (taken.has(prefix())) number++
  return prefix()
}

function pointingAt(object: OrgObject, parent: string): ChildRelationship[] {
  return object.fields
    .filter((field) => !field.hidden && field.referenceTo?.includes(parent))
    .map((field) => ({ name: field.children?.name, object: object.name, field }))
}

function orgObject(type: ObjectType): OrgObject {
  const visible = type.fields.filter(({ hidden }) => !hidden)
  const fields = new Map(visible.map((field) => [field.name.toLowerCase(), field]))
  const parents = new Map(
    visible.flatMap((field) =>
      field.relationshipName ? [[field.relationshipName.toLowerCase(), field] as const] : [],
    ),
  )
  return {
    ...type,
    field: (name) => fields.get(name.toLowerCase()),
    parent: (name) => parents.get(name.toLowerCase()),
  }
}

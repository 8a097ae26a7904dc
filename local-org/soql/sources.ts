import type { OrgObject } from '../schema/schema.ts'
import type { Context } from './context.ts'
import type { Level } from './operand.ts'
import type { Statement } from './statement.ts'

/** The object that a FROM clause names. */
export function levelOf(context: Context, { from, alias }: Statement): Level {
  const object = context.schema.object(from)
  if (!object) throw context.complain(from, 'INVALID_TYPE', unknownType(from), 'FROM')
  return levelAt(context, object, alias)
}

export function levelAt(context: Context, object: OrgObject, alias: string | undefined): Level {
  context.touch(object.name)
  return { context, object, names: [object.name, alias ?? object.name].map((name) => name.toLowerCase()) }
}

function unknownType(name: string): string {
  return (
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' ` +
    `after the entity name. Please reference your WSDL or the describe call for the appropriate names.`
  )
}

/** The records below one: the child relationship that a subquery of the SELECT clause names. */
export function childrenLevel({ context, object }: Level, { from, alias }: Statement) {
  const child = context.schema
    .childRelationships(object.name)
    .find(({ name }) => name?.toLowerCase() === from.toLowerCase())
  const childObject = child && context.schema.object(child.object)
  if (!child?.name || !childObject) {
    throw context.complain(from, 'INVALID_TYPE', unknownRelationship(from))
  }
  return { name: child.name, field: child.field, level: levelAt(context, childObject, alias) }
}

function unknownRelationship(name: string): string {
  return (
    `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom ` +
    `relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the ` +
    `describe call for the appropriate names.`
  )
}

import { rowId } from '../../records/store.ts'
import type { RowError, Values, Write } from '../../records/types.ts'
import { SalesforceProblem } from '../../salesforce-problem.ts'
import type { OrgObject } from '../../schema/schema.ts'
import type { ApiCall, ApiEndpoint, Reply } from '../call.ts'
import { isObject, objectIn } from './body.ts'
import { checkSize, recordsIn, typeOf } from './collections/rows.ts'
import { objectOf, writerOf, type RecordParts } from './parts.ts'

const DEEPEST = 5

interface Node {
  readonly referenceId: string
  readonly write: Write
}

/** Records with their children in one call: all of them, or none. */
export function treeEndpoint(parts: RecordParts): ApiEndpoint {
  async function handle(call: ApiCall): Promise<Reply> {
    const object = objectOf(parts, call)
    const nodes: Node[] = []
    for (const record of recordsIn(await objectIn(call))) plant(parts, nodes, { object, record, depth: 1 })
    checkSize(nodes)
    const writes = nodes.map(({ write }) => write)
    const results = parts.store.write(writerOf(call), writes, { allOrNone: true })
    if (results.every(({ success }) => success)) {
      const ids = nodes.map(({ referenceId }, row) => ({ referenceId, id: results[row]?.id }))
      return { status: 201, json: { hasErrors: false, results: ids } }
    }
    const refused = nodes.flatMap(({ referenceId }, row) => {
      const errors = (results[row]?.errors ?? []).filter(isOwn)
      return errors.length > 0 ? [{ referenceId, errors }] : []
    })
    return { status: 400, json: { hasErrors: true, results: refused } }
  }
  return { method: 'POST', path: '/composite/tree/:object', handle }
}

interface Branch {
  readonly object: OrgObject
  readonly record: Values
  readonly depth: number
  readonly parent?: { readonly field: string; readonly row: number }
}

/** Parents come before their children, who point at them by their place. */
function plant(parts: RecordParts, nodes: Node[], { object, record, depth, parent }: Branch): void {
  if (depth > DEEPEST) throw invalid(`Records can be at most ${DEEPEST} levels deep`)
  const { attributes, ...given } = record
  const referenceId = isObject(attributes) ? attributes['referenceId'] : undefined
  if (typeof referenceId !== 'string') throw invalid('Every record needs a referenceId')
  const type = parts.schema.object(typeOf(record) ?? '')
  if (type !== object) throw invalid(`The record ${referenceId} is not of the type ${object.name}`)
  if (nodes.some((node) => node.referenceId === referenceId)) {
    throw invalid(`Duplicate ReferenceId provided in the request: ${referenceId}`)
  }
  const isBranch = (value: unknown): value is { records: unknown } => isObject(value) && 'records' in value
  const own = Object.entries(given).filter(([, value]) => !isBranch(value))
  const values = { ...Object.fromEntries(own), ...(parent && { [parent.field]: rowId(parent.row) }) }
  const row = nodes.push({ referenceId, write: { op: 'insert', object: object.name, values } }) - 1
  for (const [name, value] of Object.entries(given)) {
    if (!isBranch(value)) continue
    const child = childOf(parts, object, name)
    for (const each of recordsIn(value)) {
      plant(parts, nodes, { ...child, record: each, depth: depth + 1, parent: { field: child.field, row } })
    }
  }
}

function childOf({ schema }: RecordParts, parent: OrgObject, name: string) {
  const found = schema.childRelationships(parent.name).find((child) => child.name === name)
  const object = found && schema.object(found.object)
  if (!object) throw invalid(`${parent.name} has no children called ${name}`)
  return { object, field: found.field.name }
}

/** Those that only went down with another are not named. */
function isOwn({ statusCode }: RowError): boolean {
  return statusCode !== 'ALL_OR_NONE_OPERATION_ROLLED_BACK'
}

function invalid(words: string): SalesforceProblem {
  return new SalesforceProblem(400, 'INVALID_INPUT', words)
}

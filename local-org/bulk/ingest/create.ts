import type { OrgObject, Schema } from '../../schema/schema.ts'
import { textOf, type Body } from '../body.ts'
import { choice, formatOf, type CsvFormat } from '../format.ts'
import { refused } from '../problems.ts'
import type { IngestOperation } from './job.ts'

export interface WantedIngest {
  readonly operation: IngestOperation
  readonly object: OrgObject
  readonly externalIdFieldName: string | undefined
  readonly assignmentRuleId: string | undefined
  readonly format: CsvFormat
}

const OPERATIONS = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const

/** What the creation of an ingest job asks for, once it is known that it can be had. */
export function wantedIngest(body: Body, schema: Schema): WantedIngest {
  const operation = choice(body, 'operation', OPERATIONS)
  if (operation === undefined) throw refused('INVALIDJOB', 'Must specify valid operation')
  const object = objectOf(body, schema)
  return {
    operation,
    object,
    externalIdFieldName: operation === 'upsert' ? externalId(body, object) : undefined,
    assignmentRuleId: textOf(body, 'assignmentRuleId'),
    format: formatOf(body),
  }
}

function objectOf(body: Body, schema: Schema): OrgObject {
  const name = textOf(body, 'object')
  if (name === undefined) throw refused('INVALIDJOB', 'Must specify valid object')
  const object = schema.object(name)
  if (!object) throw refused('INVALIDJOB', `Unable to find object: ${name}`)
  if (object.bulk === false) {
    throw refused('INVALIDENTITY', `Entity '${object.name}' is not supported by the Bulk API.`)
  }
  return object
}

function externalId(body: Body, object: OrgObject): string {
  const name = textOf(body, 'externalIdFieldName')
  if (name === undefined) throw refused('INVALIDJOB', 'External ID field name is required for upsert')
  const field = object.field(name)
  if (field && (field.type === 'id' || field.externalId || field.idLookup)) return field.name
  const words = `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`
  throw refused('INVALIDJOB', words)
}

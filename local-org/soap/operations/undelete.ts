import type { RowError } from '../../records/types.ts'
import { fault } from '../fault.ts'
import type { SessionCall } from '../parts.ts'
import { child, textIn, texts } from '../read.ts'
import type { Xml } from '../xml.ts'

const MOST = 200

export function undelete({ parts, header, given, writer }: SessionCall): Xml {
  const ids = atMost(texts(given, 'ids'))
  const allOrNone = textIn(child(header, 'AllOrNoneHeader'), 'allOrNone') === 'true'
  const writes = ids.map((id) => ({ op: 'undelete', id }) as const)
  return parts.store.write(writer, writes, { allOrNone }).map(({ id, success, errors }) => ({
    errors: errors.map(errorXml),
    id,
    success,
  }))
}

/** What one call may ask for. */
export function atMost<T>(items: readonly T[]): readonly T[] {
  if (items.length <= MOST) return items
  const words = `record limit reached. cannot submit more than ${MOST} records into this call`
  throw fault('EXCEEDED_ID_LIMIT', words)
}

export function errorXml({ fields, message, statusCode }: RowError): Xml {
  return { fields, message, statusCode }
}

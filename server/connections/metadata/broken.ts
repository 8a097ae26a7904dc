import { AppError } from '../../errors.ts'
import type { ObjectDescribe } from '../../salesforce/index.ts'
import { keyOf, type Change } from './difference.ts'

/** A field that a job reads, as it was when the job was saved. */
export interface FieldUse {
  readonly name: string
  readonly type: string
  /** It is in a filter, or is what tells old records from new ones. */
  readonly filtered?: boolean
}

/** What a job needs of an object. */
export interface ObjectUse {
  readonly object: string
  readonly fields: readonly FieldUse[]
}

export interface Broken {
  readonly code:
    'OBJECT_GONE' | 'OBJECT_NOT_READABLE' | 'FIELD_GONE' | 'TYPE_CHANGED' | 'FIELD_NOT_FILTERABLE'
  readonly object: string
  readonly field?: string
  readonly message: string
  readonly action: string
}

/**
 * What breaks a job that uses these fields of this object: told by what changed, or by how the object is now (undefined
 * when it is not there). To Salesforce a field that is hidden from the user and one that was deleted are the same.
 */
export function brokenBy(found: readonly Change[] | ObjectDescribe | undefined, use: ObjectUse): Broken[] {
  const seen = seenIn(found, use.object)
  if (seen.object !== 'there') return [brokenObject(seen.object, use.object)]
  return use.fields.flatMap((field) => brokenField(seen.field(field), use.object, field))
}

/** For a run, before it reads anything: a field that is not what it was would empty or spoil the column it fills. */
export function demandUnbroken(found: ObjectDescribe | undefined, use: ObjectUse): void {
  const details = brokenBy(found, use).map(({ object, field, message }) => ({
    field: field === undefined ? object : `${object}.${field}`,
    message,
  }))
  if (details.length > 0) throw new AppError('MAPPING_BROKEN', { details })
}

interface Seen {
  object: 'there' | 'gone' | 'not-readable'
  field(use: FieldUse): { type: string; filterable: boolean } | undefined
}

function seenIn(found: readonly Change[] | ObjectDescribe | undefined, object: string): Seen {
  if (found === undefined) return { object: 'gone', field: () => undefined }
  return 'fields' in found ? inDescribe(found) : inChanges(found, object)
}

function inDescribe({ queryable, fields }: ObjectDescribe): Seen {
  const byName = new Map(fields.map((field) => [keyOf(field.name), field]))
  return { object: queryable ? 'there' : 'not-readable', field: ({ name }) => byName.get(keyOf(name)) }
}

/** What no change tells of is as the job knew it. */
function inChanges(changes: readonly Change[], object: string): Seen {
  const own = changes.filter((change) => keyOf(change.object) === keyOf(object))
  const unreadable = own.some(
    ({ kind, property, to }) => kind === 'object-changed' && property === 'queryable' && to === false,
  )
  return {
    object: own.some(({ kind }) => kind === 'object-gone') ? 'gone' : unreadable ? 'not-readable' : 'there',
    field({ name, type }) {
      const ofField = own.filter(({ field }) => field !== undefined && keyOf(field) === keyOf(name))
      if (ofField.some(({ kind }) => kind === 'field-gone')) return undefined
      const became = ofField.find(({ property }) => property === 'type')?.to
      const isFilterable = ofField.find(({ property }) => property === 'filterable')?.to
      return { type: typeof became === 'string' ? became : type, filterable: isFilterable !== false }
    },
  }
}

const brokenObject = (is: 'gone' | 'not-readable', object: string): Broken =>
  is === 'gone'
    ? {
        ...{ code: 'OBJECT_GONE', object },
        message: `${object} is no longer there: it was deleted or renamed, or the connected user may no longer see it.`,
        action: 'Let the connected user read it again, or make the job anew with another object.',
      }
    : {
        ...{ code: 'OBJECT_NOT_READABLE', object },
        message: `The records of ${object} can no longer be queried.`,
        action: 'Let the connected user read it again.',
      }

function brokenField(
  found: { type: string; filterable: boolean } | undefined,
  object: string,
  { name: field, type, filtered = false }: FieldUse,
): Broken[] {
  const called = `${object}.${field}`
  if (!found)
    return [
      {
        ...{ code: 'FIELD_GONE', object, field },
        message: `${called} is no longer there: it was deleted or renamed, or the connected user may no longer see it.`,
        action:
          'Let the connected user read it again, or remove it from the job; a renamed field is added by its new name.',
      },
    ]
  const broken: Broken[] = []
  if (found.type !== type)
    broken.push({
      ...{ code: 'TYPE_CHANGED', object, field },
      message: `${called} is of the type ${found.type} now; the job was made for ${type}.`,
      action: 'Remove the field from the job and add it again, so that it is mapped as what it is now.',
    })
  if (filtered && !found.filterable)
    broken.push({
      ...{ code: 'FIELD_NOT_FILTERABLE', object, field },
      message: `${called} can no longer be used in a filter.`,
      action: 'Remove it from the filters of the job.',
    })
  return broken
}

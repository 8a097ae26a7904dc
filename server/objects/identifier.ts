import { createHash } from 'node:crypto'
import { ObjectsError } from './errors.ts'

/**
 * Names people give (API names), and the identifiers PostgreSQL sees. An API name keeps the capitals it was given and
 * compares without them; its physical name is the same in lower case. Nothing reaches SQL as an identifier except
 * through this file.
 */
export const MAX_NAME_LENGTH = 60
export const CUSTOM_SUFFIX = '__gc'

/** How a lookup is walked in a query (`Csm__gr.Name`): a field ending so could not be told from a walk. */
const TRAVERSAL_SUFFIX = '__gr'
/** Columns every PostgreSQL table has already. */
const POSTGRES_COLUMNS = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']
const SYSTEM_FIELDS = ['gsid', 'createddate', 'createdby', 'modifieddate', 'modifiedby']
const RESERVED: ReadonlySet<string> = new Set([...POSTGRES_COLUMNS, ...SYSTEM_FIELDS])

/** Throws NAME_INVALID unless the name can be given to an object, a field or a picklist. */
export function checkName(name: string, kind: 'standard' | 'custom'): void {
  const refuse = (why: string): never => {
    throw new ObjectsError('NAME_INVALID', `"${name.slice(0, 80)}" cannot be used as a name: ${why}`)
  }
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
    refuse('begin with a letter, then use letters, digits and underscores')
  if (name.length > MAX_NAME_LENGTH) refuse(`use at most ${MAX_NAME_LENGTH} characters`)
  const lower = name.toLowerCase()
  if (lower.endsWith(TRAVERSAL_SUFFIX)) refuse(`the ending ${TRAVERSAL_SUFFIX} is kept for walking lookups`)
  if (RESERVED.has(lower)) refuse('the system uses it already')
  if (lower.endsWith(CUSTOM_SUFFIX) !== (kind === 'custom')) {
    refuse(
      kind === 'custom'
        ? `end it in ${CUSTOM_SUFFIX}`
        : `the ending ${CUSTOM_SUFFIX} is kept for custom names`,
    )
  }
}

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** The name as PostgreSQL has it. A leading underscore is ours: people's names begin with a letter. */
export function physicalName(name: string): string {
  const physical = name.toLowerCase()
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(physical)) {
    throw new ObjectsError('NAME_INVALID', `"${name.slice(0, 80)}" cannot be the name of a table or column`)
  }
  return physical
}

export const quoteIdentifier = (name: string): string => `"${physicalName(name)}"`

export const qualified = (schema: string, name: string): string =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`

export const quoteList = (names: readonly string[]): string => names.map(quoteIdentifier).join(', ')

/**
 * A name for a constraint, index or trigger, the same every time it is asked for. PostgreSQL cuts names at 63 bytes
 * without an error and two long names can then collide, so a hash of the whole stands in for what is cut; the hash is
 * always there because `a_b` + `c` and `a` + `b_c` read the same.
 */
export function derivedName(parts: readonly string[], suffix: string): string {
  const hash = createHash('sha256').update(parts.join('.').toLowerCase()).digest('hex').slice(0, 8)
  const readable = physicalName(parts.join('_').slice(0, 46))
  return `${readable}_${hash}_${suffix}`
}

/** A text constant for SQL that takes no parameters (DDL). PostgreSQL has no way to hold a NUL in text. */
export function quoteLiteral(value: string): string {
  if (value.includes('\0')) throw new ObjectsError('FIELD_INVALID', 'Text cannot hold the character NUL')
  return value.includes('\\')
    ? ` E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${value.replaceAll("'", "''")}'`
}

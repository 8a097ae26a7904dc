import { quoteIdentifier } from '../objects/index.ts'
import type { CompanyResolution } from './resolution.ts'

type Key = Pick<CompanyResolution, 'companyField' | 'comparison'>

/**
 * Both sides of a comparison, as SQL. They are folded by the same expression, so that they cannot disagree on what a
 * capital or a blank is.
 */
const SIDES: Record<Key['comparison'], { column(of: string): string; sought(text: string): string }> = {
  exact: { column: (of) => of, sought: (text) => text },
  'ignore-case': { column: folded, sought: folded },
  number: { column: (of) => of, sought: (text) => `${text}::numeric` },
  date: { column: (of) => of, sought: (text) => `${text}::date` },
  datetime: { column: (of) => of, sought: (text) => `${text}::timestamptz` },
}

function folded(text: string): string {
  return `lower(btrim(${text} collate "default", E' \\t\\r\\n\\u00a0'))`
}

/** What a company is found by. */
export const companyKey = ({ companyField, comparison }: Key, company = ''): string =>
  SIDES[comparison].column(`${company}${quoteIdentifier(companyField)}`)

/** What is looked for, from a text of `soughtFor`. */
export const soughtKey = ({ comparison }: Key, text: string): string => SIDES[comparison].sought(text)

/** Whether a company carries what is sought, in either form of an id. */
export const carries = (key: Key, company: string, sought: { value: string; twin: string }): string =>
  key.comparison === 'exact'
    ? `${companyKey(key, company)} in (${sought.value}, ${sought.twin})`
    : `${companyKey(key, company)} = ${soughtKey(key, sought.value)}`

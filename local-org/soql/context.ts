import type { Store, SObject } from '../records/types.ts'
import { valueOf } from '../records/value.ts'
import type { OrgObject, Schema } from '../schema/schema.ts'
import type { Moment } from './date-literals.ts'
import { problem, problemAt } from './problems.ts'
import { timeZoneOf, weekStartOf, type TimeZone } from './time-zone.ts'
import { isWord, type Token } from './tokens.ts'

export interface SoqlOrg {
  readonly schema: Schema
  readonly store: Store
  /** The time zone of users who have none of their own; UTC unless given. */
  readonly timeZone?: string
}

export interface QueryOptions {
  readonly version: number
  /** queryAll: those in the recycle bin as well. */
  readonly all?: boolean
  readonly bulk?: boolean
  readonly userId: string
}

/** What all parts of one query share while it is compiled and run. */
export interface Context {
  readonly schema: Schema
  readonly store: Store
  readonly options: QueryOptions
  readonly deleted: boolean
  readonly zone: TimeZone
  moment(): Moment
  /** Notes an object that the answer depends on. */
  touch(object: string): void
  /** Notes that the answer depends on the present. */
  passing(): void
  readonly touched: ReadonlySet<string>
  readonly isPassing: boolean
  /** What is wrong with a name, and where it stands: in the SELECT clause, or after a later keyword. */
  complain(name: string, errorCode: string, message: string, after?: string): Error
}

interface Written {
  text: string
  tokens: readonly Token[]
  allRows: boolean
}

export function createContext(
  { text, tokens, allRows }: Written,
  org: SoqlOrg,
  options: QueryOptions,
): Context {
  const { schema, store } = org
  const touched = new Set<string>()
  const user = userOf(org, options.userId)
  let zone: TimeZone | undefined
  let isPassing = false
  const context: Context = {
    schema,
    store,
    options,
    deleted: allRows || options.all === true,
    touched,
    get isPassing() {
      return isPassing
    },
    get zone() {
      if (user) touched.add('User')
      return (zone ??= timeZoneOf(user?.timeZone ?? org.timeZone ?? 'UTC'))
    },
    // Time zones and locales take long to look up, and few queries need them.
    moment: () => ({
      now: store.now(),
      get zone() {
        return context.zone
      },
      get weekStart() {
        return weekStartOf(user?.locale ?? 'en-US')
      },
    }),
    touch: (object) => void touched.add(object),
    passing: () => void (isPassing = true),
    complain(name, errorCode, message, after) {
      const from = after === undefined ? -1 : (tokens.find((token) => isWord(token, after))?.at ?? -1)
      const same = tokens.filter((token) => token.kind === 'word' && token.text === name)
      const place = same.find(({ at }) => at > from) ?? same[0]
      return place ? problemAt(text, place.at, errorCode, message) : problem(errorCode, message)
    },
  }
  return context
}

function userOf({ schema, store }: SoqlOrg, id: string) {
  const type = schema.object('User')
  const record = type && store.read(type.name, id)
  if (!record) return undefined
  return {
    timeZone: textOf(type, record, { name: 'TimeZoneSidKey', store }),
    locale: textOf(type, record, { name: 'LocaleSidKey', store }),
  }
}

function textOf(type: OrgObject, record: SObject, { name, store }: { name: string; store: Store }) {
  const field = type.field(name)
  const value = field && valueOf(field, record, store)
  return typeof value === 'string' ? value : undefined
}

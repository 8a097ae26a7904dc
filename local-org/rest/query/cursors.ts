import { LRUCache } from 'lru-cache'
import { SalesforceProblem } from '../../salesforce-problem.ts'

/** The part of a query's answer that paging needs. */
export interface Pages {
  readonly total: number
  page(from: number, size: number): unknown[]
}

export interface Cursor {
  readonly id: string
  readonly pages: Pages
  readonly openedAt: number
}

export interface Cursors {
  open(pages: Pages, userId: string): Cursor
  /** The cursor and the place that a locator names. */
  at(locator: string, userId: string): { cursor: Cursor; from: number }
}

const TWO_DAYS = 2 * 86_400_000
/** Salesforce keeps ten for each user; the oldest goes when another is opened. */
const MOST_OPEN = 10

export function createCursors({ now, makeId }: { now(): number; makeId(): string }): Cursors {
  const perUser = new Map<string, LRUCache<string, Cursor>>()
  const cursorsOf = (userId: string) => {
    const known = perUser.get(userId)
    if (known) return known
    const cursors = new LRUCache<string, Cursor>({ max: MOST_OPEN })
    perUser.set(userId, cursors)
    return cursors
  }
  return {
    open(pages, userId) {
      const cursor = { id: makeId(), pages, openedAt: now() }
      cursorsOf(userId).set(cursor.id, cursor)
      return cursor
    },
    at(locator, userId) {
      const [, id = '', from = ''] = /^(\w+)-(\d+)$/.exec(locator) ?? []
      const cursor = perUser.get(userId)?.get(id)
      if (!cursor || now() - cursor.openedAt > TWO_DAYS || Number(from) > cursor.pages.total) {
        throw invalidLocator()
      }
      return { cursor, from: Number(from) }
    },
  }
}

export function invalidLocator(): SalesforceProblem {
  return new SalesforceProblem(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
}

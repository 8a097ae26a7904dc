import { describe, expect, test } from 'vitest'
import { createCursors } from '../../../local-org/rest/query/cursors.ts'
import { testClock } from '../../support/clock.ts'

const pages = { total: 5000, page: () => [] }
function setUp() {
  const clock = testClock(new Date('2026-11-20T09:30:00Z'))
  let made = 0
  const cursors = createCursors({ now: () => clock.now().getTime(), makeId: () => `0r8${++made}` })
  return { clock, cursors }
}

describe('query cursors', () => {
  test('a locator names a cursor and a place in it, as often as it is asked', () => {
    const { cursors } = setUp()
    const { id } = cursors.open(pages, 'me')
    for (let again = 0; again < 2; again++) {
      expect(cursors.at(`${id}-2000`, 'me')).toMatchObject({ from: 2000, cursor: { id } })
    }
  })

  test.each(['nonsense', '0r81', '0r89-2000', '0r81-5001', '0r81--1', ''])('%o is no locator', (locator) => {
    const { cursors } = setUp()
    cursors.open(pages, 'me')
    expect(() => cursors.at(locator, 'me')).toThrow('invalid query locator')
  })

  test('another user’s cursor is no cursor', () => {
    const { cursors } = setUp()
    const { id } = cursors.open(pages, 'me')
    expect(() => cursors.at(`${id}-2000`, 'you')).toThrow('invalid query locator')
  })

  test('the oldest of eleven is closed', () => {
    const { cursors } = setUp()
    const opened = Array.from({ length: 11 }, () => cursors.open(pages, 'me').id)
    expect(() => cursors.at(`${opened[0]}-0`, 'me')).toThrow('invalid query locator')
    expect(cursors.at(`${opened[1]}-0`, 'me').from).toBe(0)
  })

  test('a cursor lasts two days', () => {
    const { clock, cursors } = setUp()
    const { id } = cursors.open(pages, 'me')
    clock.advance(2 * 86_400_000 - 1000)
    expect(cursors.at(`${id}-0`, 'me').from).toBe(0)
    clock.advance(2000)
    expect(() => cursors.at(`${id}-0`, 'me')).toThrow('invalid query locator')
  })
})

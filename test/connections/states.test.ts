import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  NEXT,
  STATES,
  assertCanMove,
  canMove,
  type ConnectionState,
} from '../../server/connections/states.ts'
import { AppError } from '../../server/errors.ts'
import { freshTenant } from '../support/tenant.ts'

let db: Awaited<ReturnType<typeof freshTenant>>['db']
let tenantId: string
beforeAll(async () => {
  const fresh = await freshTenant()
  db = fresh.db
  tenantId = fresh.tenant.id
})
afterAll(() => db.close())

const MOVES = STATES.flatMap((from) => STATES.filter((to) => to !== from).map((to) => [from, to] as const))

/** A connection put straight into a state, and what the database says to an update of it. */
async function move(from: ConnectionState, to: ConnectionState): Promise<string> {
  const id = randomUUID()
  await db.query('delete from control.connection where tenant_id = $1', [tenantId])
  await db.query(
    `insert into control.connection (id, tenant_id, name, org_type, state, state_at, place, org_id, given_jobs, created_at, modified_at)
     values ($1, $2, 'one', 'production', $3, now(), $4, $5, $6, now(), now())`,
    [
      ...[id, tenantId, from, from === 'deleted' ? null : 1],
      ...(from === 'created' ? [null, null] : ['00D5e00000Tv001EAB', 'all']),
    ],
  )
  return db
    .query(
      `update control.connection
          set state = $2, place = case when $2 = 'deleted' then null else 1 end,
              org_id = coalesce(org_id, '00D5e00000Tv001EAB'), given_jobs = coalesce(given_jobs, 'all')
        where id = $1`,
      [id, to],
    )
    .then(
      () => 'moved',
      (error: unknown) => (error as { constraint: string }).constraint,
    )
}

describe('a move that is not in the table is refused, by the rules and by the database alike', () => {
  test.each(MOVES.filter(([from, to]) => !canMove(from, to)))('from %s to %s', async (from, to) => {
    expect(() => assertCanMove(from, to)).toThrow(AppError)
    expect(await move(from, to)).toBe('connection_state_moves')
  })
})

describe('a move that is in the table is made', () => {
  test.each(MOVES.filter(([from, to]) => canMove(from, to)))('from %s to %s', async (from, to) => {
    assertCanMove(from, to)
    expect(await move(from, to)).toBe('moved')
  })
})

test('every state can be reached, and every one but the last left', () => {
  const reached = new Set<ConnectionState>(['created', ...Object.values(NEXT).flat()])
  expect([...reached].sort()).toEqual([...STATES].sort())
  expect(STATES.filter((state) => NEXT[state].length === 0)).toEqual(['deleted'])
})

test('a connection that was deleted is never changed again', async () => {
  expect(await move('authorized', 'deleted')).toBe('moved')
  await expect(
    db.query("update control.connection set name = 'two' where tenant_id = $1", [tenantId]),
  ).rejects.toMatchObject({ constraint: 'connection_deleted_is_final' })
})

import { describe, expect, onTestFinished, test } from 'vitest'
import { FIND_DUE_METADATA } from '../../../server/connections/index.ts'
import { dueAt } from '../../../server/connections/metadata/due.ts'
import { RECURRING } from '../../../server/tasks.ts'
import { startOrg, type Authorized } from '../orgs.ts'
import { metadataOf, withMetadata } from './metadata-org.ts'

let made: Authorized
let its: ReturnType<typeof metadataOf>
withMetadata((each) => {
  made = each
  its = metadataOf(each)
  made.console.clock.set(NOW)
})

const NOW = '2026-11-20T09:30:00Z'
const HOUR = 60 * 60_000
const DAY = 24 * HOUR
const findDue = () => made.console.connections.metadata.findDue()
const latest = async () => (await its.history()).refreshes[0]
/** The lines of the log with these words, since it was last asked. */
function said(words: string): object[] {
  const lines = made.console.logLines.splice(0).map((line) => JSON.parse(line) as { msg: string })
  return lines.filter(({ msg }) => msg === words)
}
/** What the hourly task asks for, done as a worker would. */
async function hourly() {
  await findDue()
  const waiting = await latest()
  if (waiting?.state === 'waiting') await its.run(waiting.id)
  return latest()
}

describe('metadata is due', () => {
  const at = new Date(NOW)
  const later = (ms: number) => new Date(at.getTime() + ms)
  test.each([
    ['at once when it was never read', null, null, undefined],
    ['a week after it was read', at, null, later(7 * DAY)],
    ['six hours after it could not be read', null, at, later(6 * HOUR)],
    ['six hours after it could not be read when it was due', at, later(7 * DAY), later(7 * DAY + 6 * HOUR)],
    ['a week after it was read, though somebody failed with it earlier', at, later(DAY), later(7 * DAY)],
  ])('%s', (_name, refreshedAt, failedAt, expected) => {
    expect(dueAt({ refreshedAt, failedAt })).toEqual(expected)
  })
})

describe('every hour', () => {
  test('is when somebody looks what is due', () => {
    expect(RECURRING).toContainEqual({
      task: FIND_DUE_METADATA,
      cron: expect.stringMatching(/^\d+ \* \* \* \*$/),
    })
  })

  test('a connection whose metadata was never read is read', async () => {
    expect(await hourly()).toMatchObject({ state: 'finished', because: 'due', askedBy: null })
    expect(await its.history()).toMatchObject({
      ...{ refreshedAt: '2026-11-20T09:30:00.000Z', nextAt: '2026-11-27T09:30:00.000Z', held: null },
    })
  })

  test('one that was read is left alone for seven days, to the millisecond, and then read again', async () => {
    await its.refresh()
    made.console.clock.advance(7 * DAY - 1)
    await findDue()
    expect((await its.history()).refreshes).toHaveLength(1)
    made.console.clock.advance(1)
    expect(await hourly()).toMatchObject({
      state: 'finished',
      because: 'due',
      comparedWith: '2026-11-20T09:30:00.000Z',
    })
  })

  test('one that is due is asked for once, however many servers look', async () => {
    await Promise.all([findDue(), findDue(), findDue()])
    expect((await its.history()).refreshes).toHaveLength(1)
  })

  test('one that cannot be read is left alone, with the reason', async () => {
    await its.refresh()
    await made.console.act(made.id, 'revoke')
    made.console.clock.advance(30 * DAY)
    await findDue()
    expect(await its.history()).toMatchObject({
      held: { code: 'CONNECTION_REVOKED' },
      refreshes: [{ because: 'asked' }],
    })
    expect(said('metadata is due, and cannot be read')).toMatchObject([
      { connectionId: made.id, reason: 'CONNECTION_REVOKED' },
    ])
    made.console.clock.set(new Date(NOW).getTime() + 31 * DAY)
    expect(await made.console.authorize(made.id, made.org.admin)).toBe('AUTHORIZED')
    expect(await hourly()).toMatchObject({ because: 'due', state: 'finished' })
  })

  test('one that failed is tried again after six hours, and does not keep others from their turn', async () => {
    made.org.faults.arm({ kind: 'unavailable', path: '/sobjects', times: null })
    expect(await hourly()).toMatchObject({ state: 'failed', failure: { code: 'SALESFORCE_UNAVAILABLE' } })
    const other = await startOrg(made.console, { seed: 2, accounts: 1 })
    onTestFinished(other.close)
    const second = await made.console.create({ name: 'Second', domain: other.url })
    expect(await made.console.authorize(second.id, other.admin)).toBe('AUTHORIZED')
    made.org.faults.disarm()
    made.console.clock.advance(6 * HOUR - 1)
    await findDue()
    expect((await its.history()).refreshes).toHaveLength(1)
    expect((await metadataOf({ ...made, id: second.id }).history()).refreshes).toHaveLength(1)
    made.console.clock.advance(1)
    expect(await hourly()).toMatchObject({ state: 'finished' })
  })

  test('a connection that was never authorized, or is deleted, is none of its business', async () => {
    const { version } = await made.console.read(made.id)
    await made.console.call('DELETE', `/console/v1/connections/${made.id}?version=${version}`)
    await made.console.create({ name: 'New', domain: made.org.url })
    await findDue()
    expect(await made.console.db.query('select 1 from control.metadata_refresh')).toEqual([])
    expect(said('metadata is due, and cannot be read')).toEqual([])
  })
})

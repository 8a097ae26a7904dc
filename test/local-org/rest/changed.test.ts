import { expect, test } from 'vitest'
import { WRITER } from '../records/small-org.ts'
import { restOrg } from './rest-org.ts'

const window = (start: string, end: string) =>
  `?start=${encodeURIComponent(start)}&end=${encodeURIComponent(end)}`

test('updated and deleted tell of what was stamped from the start on and before the end', async () => {
  const { call, insert, store, clock } = restOrg()
  const early = insert('Account', { Name: 'Early' })
  clock.now += 60_000
  const late = insert('Account', { Name: 'Late' })
  const binned = insert('Account', { Name: 'Binned' })
  const erased = insert('Account', { Name: 'Erased' })
  clock.now += 5_000
  store.write(WRITER, [
    { op: 'delete', id: binned },
    { op: 'erase', id: erased },
  ])
  clock.now += 600_000
  const all = window('2026-11-20T12:00:00+00:00', '2026-11-20T12:05:00Z')
  expect((await call(`/sobjects/Account/updated/${all}`)).json).toEqual({
    ids: [early, late],
    latestDateCovered: '2026-11-20T12:05:00.000+0000',
  })
  expect((await call(`/sobjects/Account/deleted/${all}`)).json).toEqual({
    deletedRecords: [
      { id: binned, deletedDate: '2026-11-20T12:01:05.000+0000' },
      { id: erased, deletedDate: '2026-11-20T12:01:05.000+0000' },
    ],
    earliestDateAvailable: '2026-10-21T12:11:00.000+0000',
    latestDateCovered: '2026-11-20T12:05:00.000+0000',
  })
  const first = window('2026-11-20T12:00:59.999Z', '2026-11-20T12:01:59Z')
  expect((await call(`/sobjects/Account/updated${first}`)).json.ids).toEqual([early])
  expect((await call(`/sobjects/Account/deleted${first}`)).json.deletedRecords).toEqual([])
})

test('a record that was deleted and came back is not among the deleted', async () => {
  const { call, insert, store, clock } = restOrg()
  const id = insert('Account', { Name: 'A' })
  store.write(WRITER, [{ op: 'delete', id }])
  store.write(WRITER, [{ op: 'undelete', id }])
  clock.now += 120_000
  const range = window('2026-11-20T12:00:00Z', '2026-11-20T12:02:00Z')
  expect((await call(`/sobjects/Account/deleted${range}`)).json.deletedRecords).toEqual([])
  expect((await call(`/sobjects/Account/updated${range}`)).json.ids).toEqual([id])
})

test('an erased record that was put in again is not among the deleted', async () => {
  const { call, insert, store, clock } = restOrg()
  const id = insert('Account', { Name: 'A' })
  const record = store.read('Account', id)!
  store.write(WRITER, [{ op: 'erase', id }])
  store.plant('Account', [record])
  clock.now += 120_000
  const range = window('2026-11-20T12:00:00Z', '2026-11-20T12:02:00Z')
  expect((await call(`/sobjects/Account/deleted${range}`)).json.deletedRecords).toEqual([])
})

test('nothing later than now is covered', async () => {
  const { call } = restOrg()
  const { json } = await call(
    `/sobjects/Account/updated${window('2026-11-20T11:00:00Z', '2026-11-20T13:00:00Z')}`,
  )
  expect(json.latestDateCovered).toBe('2026-11-20T12:00:00.000+0000')
})

test('a plus that was sent as it is arrives as a blank, and is understood', async () => {
  const { call } = restOrg()
  const path = '/sobjects/Account/updated?start=2026-11-20T11:00:00+00:00&end=2026-11-20T12:00:00+00:00'
  expect((await call(path)).status).toBe(200)
})

test('times that are backwards, too near, too long ago or no times are refused', async () => {
  const { call } = restOrg()
  for (const [start, end, words] of [
    [
      '2026-11-20T12:00:00Z',
      '2026-11-20T11:00:00Z',
      'endDate must be at least one minute greater than startDate',
    ],
    [
      '2026-11-20T12:00:00Z',
      '2026-11-20T12:00:59Z',
      'endDate must be at least one minute greater than startDate',
    ],
    ['2026-10-21T11:59:00Z', '2026-11-20T11:00:00Z', 'startDate cannot be more than 30 days ago'],
    ['yesterday', '2026-11-20T11:00:00Z', 'start is not a date: yesterday'],
  ] as const) {
    expect(await call(`/sobjects/Account/deleted${window(start, end)}`), start).toEqual({
      status: 400,
      json: [{ errorCode: 'INVALID_REPLICATION_DATE', message: words }],
    })
  }
  expect((await call('/sobjects/Account/updated?start=2026-11-20T11:00:00Z')).json).toEqual([
    { errorCode: 'MISSING_ARGUMENT', message: 'end is required' },
  ])
})

import { beforeEach, expect, test } from 'vitest'
import { resolutionsInForce, type ResolutionInForce } from '../../../server/connections/index.ts'
import type { Database, Ear } from '../../../server/store/index.ts'

const ASKER = { tenantId: 'tenant', orgId: 'org' }
const saved = (version: number) => ({ version, connectionId: 'c', accountField: `Field_${version}__c` })

/** Reads that are away, each to be answered by the test; and what the database tells, told by the test. */
let away: ((rows: unknown[]) => void)[]
let ear: Ear
let isCurrent: boolean
let inForce: () => ResolutionInForce | Promise<ResolutionInForce>
beforeEach(() => {
  away = []
  isCurrent = true
  const listen: Database['listen'] = (_channel, given) => {
    ear = given
    return { isCurrent: () => isCurrent, close: () => Promise.resolve() }
  }
  const query = () => new Promise<never[]>((resolve) => away.push(resolve as (rows: unknown[]) => void))
  const ask = resolutionsInForce({ query }, { listen })
  inForce = () => ask(ASKER)
})
const answer = (read: number, version: number) => away[read]?.([saved(version)])

test('what is in force is read once, and then at hand until it changes', async () => {
  const first = inForce()
  answer(0, 1)
  expect(await first).toMatchObject(saved(1))
  expect(inForce()).toMatchObject(saved(1))
  for (const other of ['t_1.company', 'control.tenant']) ear.heard(other)
  expect(inForce()).toMatchObject(saved(1))
  for (const [i, source] of ['control.company_resolution', 'control.connection'].entries()) {
    ear.heard(source)
    const next = inForce()
    expect(next).toBeInstanceOf(Promise)
    answer(i + 1, i + 2)
    expect(await next).toMatchObject(saved(i + 2))
  }
})

test('a read that began before a change and ends after it is not remembered', async () => {
  const late = inForce()
  ear.heard('control.company_resolution')
  const fresh = inForce()
  answer(1, 2)
  await fresh
  answer(0, 1)
  await late
  expect(inForce()).toMatchObject(saved(2))
})

test('nothing is remembered while the database cannot be heard, nor of the time before', async () => {
  const before = inForce()
  answer(0, 1)
  await before
  isCurrent = false
  const deaf = inForce()
  answer(1, 2)
  expect(await deaf).toMatchObject(saved(2))
  ear.missed()
  isCurrent = true
  const after = inForce()
  answer(2, 3)
  expect(await after).toMatchObject(saved(3))
})

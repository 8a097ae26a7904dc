import { describe, expect, test } from 'vitest'
import {
  defineWireAdapter,
  refreshProvision,
  type Provision,
} from '../../lightning-host/browser/platform/wire-adapter.ts'

/** A wire whose answers the test gives, in the order it likes. */
function wire() {
  const asked: { config: Record<string, unknown>; answer: PromiseWithResolvers<string> }[] = []
  const given: Provision<string>[] = []
  const { Adapter, refreshWhere } = defineWireAdapter((config) => {
    const answer = Promise.withResolvers<string>()
    asked.push({ config, answer })
    return answer.promise
  })
  const adapter = new Adapter((value: Provision<string>) => given.push(value))
  return { adapter, asked, given, refreshWhere, settled: () => new Promise(setImmediate) }
}

describe('a wire', () => {
  test('gives nothing at first, and then what was loaded', async () => {
    const { adapter, asked, given, settled } = wire()
    adapter.connect()
    adapter.update({ recordId: '1' })
    asked[0]?.answer.resolve('one')
    await settled()
    expect(given).toEqual([
      { data: undefined, error: undefined },
      { data: 'one', error: undefined },
    ])
  })

  test('asks nothing while a parameter is undefined', () => {
    const { adapter, asked } = wire()
    adapter.connect()
    adapter.update({ recordId: undefined, fields: ['Name'] })
    expect(asked).toEqual([])
  })

  test('asks once, whichever of its place and its parameters comes first', () => {
    const { adapter, asked } = wire()
    adapter.update({ recordId: '1' })
    adapter.connect()
    expect(asked.map(({ config }) => config)).toEqual([{ recordId: '1' }])
  })

  test('ignores the late answer to an older question', async () => {
    const { adapter, asked, given, settled } = wire()
    adapter.connect()
    adapter.update({ recordId: '1' })
    adapter.update({ recordId: '2' })
    asked[1]?.answer.resolve('two')
    asked[0]?.answer.resolve('one')
    await settled()
    expect(given.map(({ data }) => data)).toEqual([undefined, 'two'])
  })

  test('ignores an answer to a parameter that has since become undefined', async () => {
    const { adapter, asked, given, settled } = wire()
    adapter.connect()
    adapter.update({ recordId: '1' })
    adapter.update({ recordId: undefined })
    asked[0]?.answer.resolve('one')
    await settled()
    expect(given).toHaveLength(1)
  })

  test('ignores an answer that comes after its component was removed', async () => {
    const { adapter, asked, given, settled } = wire()
    adapter.connect()
    adapter.update({ recordId: '1' })
    adapter.disconnect()
    asked[0]?.answer.resolve('one')
    await settled()
    expect(given).toHaveLength(1)
  })

  test('gives an error in place of data', async () => {
    const { adapter, asked, given, settled } = wire()
    adapter.connect()
    adapter.update({ recordId: '1' })
    asked[0]?.answer.reject('no access')
    await settled()
    expect(given.at(-1)).toEqual({ data: undefined, error: 'no access' })
  })
})

describe('a refresh', () => {
  test('asks again for the value that is shown, and is over when it is there', async () => {
    const { adapter, asked, given, settled } = wire()
    adapter.connect()
    adapter.update({ recordId: '1' })
    asked[0]?.answer.resolve('old')
    await settled()
    const refreshed = refreshProvision(given.at(-1) as object)
    asked[1]?.answer.resolve('new')
    await refreshed
    expect(given.at(-1)?.data).toBe('new')
  })

  test('of something no wire gave is refused', async () => {
    await expect(refreshProvision({ data: 'mine' })).rejects.toThrow(/came from a wire/)
  })

  test('of changed records leaves the others alone', () => {
    const { adapter, asked, refreshWhere } = wire()
    adapter.connect()
    adapter.update({ recordId: '1' })
    void refreshWhere(({ recordId }) => recordId === '2')
    expect(asked).toHaveLength(1)
    void refreshWhere(({ recordId }) => recordId === '1')
    expect(asked).toHaveLength(2)
  })
})

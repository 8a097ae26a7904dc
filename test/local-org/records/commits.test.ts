import { expect, test, vi } from 'vitest'
import type { Commit } from '../../../local-org/records/types.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'
import { NOON, smallOrg, WRITER } from './small-org.ts'

function listening() {
  const org = smallOrg()
  const commits: Commit[] = []
  const stop = org.store.onCommit((commit) => commits.push(commit))
  return { ...org, commits, stop }
}

test('a commit says who changed what from what to what, and through which API', () => {
  const { store, commits, insert } = listening()
  const id = insert('Parent__c', { Name: 'A' })
  const made = store.read('Parent__c', id)
  store.write(WRITER, [
    { op: 'update', object: 'Parent__c', id, values: { Name: 'B' } },
    { op: 'insert', object: 'Parent__c', values: {} },
    { op: 'insert', object: 'Child__c', values: { Master__c: id } },
  ])
  expect(commits[0]).toEqual({
    transactionKey: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    number: 1,
    at: NOON,
    userId: WRITER.userId,
    origin: 'com/salesforce/api/rest/65.0',
    changes: [{ type: 'CREATE', object: 'Parent__c', id, before: undefined, after: made }],
  })
  const after = store.read('Parent__c', id)
  expect(commits[1]!.changes).toMatchObject([
    { type: 'UPDATE', object: 'Parent__c', before: made, after },
    { type: 'CREATE', object: 'Child__c' },
  ])
  expect(commits.map(({ number }) => number)).toEqual([1, 2])
  expect(commits[0]!.transactionKey).not.toBe(commits[1]!.transactionKey)
})

test('deleted, undeleted and erased records are told of as such, with all that went along', () => {
  const { store, commits, insert } = listening()
  const id = insert('Parent__c', { Name: 'A' })
  insert('Child__c', { Master__c: id })
  for (const op of ['delete', 'undelete', 'erase'] as const) store.write(WRITER, [{ op, id }])
  const types = commits.slice(2).map(({ changes }) => changes.map(({ type, object }) => `${type} ${object}`))
  expect(types).toEqual([
    ['DELETE Parent__c', 'DELETE Child__c'],
    ['UNDELETE Parent__c', 'UNDELETE Child__c'],
    ['DELETE Parent__c', 'DELETE Child__c'],
  ])
  expect(commits.at(-1)!.changes[0]!.after).toBeUndefined()
})

test('what changed nothing is no commit, and neither is what was planted', () => {
  const { store, commits } = listening()
  store.write(WRITER, [{ op: 'insert', object: 'Parent__c', values: {} }])
  store.plant('Parent__c', [{ Id: makeId('a00', 5), Name: 'Planted', SystemModstamp: null }])
  expect(commits).toEqual([])
  expect(store.read('Parent__c', makeId('a00', 5).slice(0, 15))).toEqual({
    Id: makeId('a00', 5),
    Name: 'Planted',
    SystemModstamp: null,
  })
})

test('a record made and erased in one call was never there', () => {
  const { store, commits, insert } = listening()
  const id = insert('Parent__c', { Name: 'A' })
  const upsert = {
    op: 'upsert',
    object: 'Parent__c',
    field: 'Key__c',
    key: 'k',
    values: { Name: 'B' },
  } as const
  const [made] = store.write(WRITER, [upsert])
  store.write(WRITER, [{ op: 'erase', id: made!.id! }])
  store.write(WRITER, [
    { op: 'delete', id },
    { op: 'undelete', id },
  ])
  expect(commits.map(({ changes }) => changes.map(({ type }) => type))).toEqual([
    ['CREATE'],
    ['CREATE'],
    ['DELETE'],
    ['UPDATE'],
  ])
})

test('the version of an object moves with what touches it, and with nothing else', () => {
  const { store, insert } = listening()
  const versions = () => ['Parent__c', 'child__c'].map((name) => store.version(name))
  expect(versions()).toEqual([0, 0])
  const id = insert('Parent__c', { Name: 'A' })
  insert('Child__c', { Master__c: id })
  expect(versions()).toEqual([1, 1])
  store.write(WRITER, [{ op: 'delete', id }])
  expect(versions()).toEqual([2, 2])
  store.plant('Child__c', [{ Id: makeId('a01', 1) }])
  expect(versions()).toEqual([2, 3])
})

test('a listener that throws is warned of, and keeps neither the write nor the next listener', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const { store, insert } = smallOrg()
  const heard: number[] = []
  store.onCommit(() => {
    throw new Error('Not today')
  })
  store.onCommit(({ number }) => heard.push(number))
  const id = insert('Parent__c', { Name: 'A' })
  expect(store.read('Parent__c', id)).toBeDefined()
  expect([heard, warn.mock.calls.length]).toEqual([[1], 1])
  warn.mockRestore()
})

test('a listener that writes is told of it after the commit it was listening to', () => {
  const { store, insert } = smallOrg()
  const heard: string[] = []
  store.onCommit(({ number, changes }) => {
    if (changes[0]!.object === 'Parent__c') insert('Child__c', { Master__c: changes[0]!.id })
    heard.push(`first ${number}`)
  })
  store.onCommit(({ number }) => heard.push(`second ${number}`))
  insert('Parent__c', { Name: 'A' })
  expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2'])
})

test('who stopped listening hears no more', () => {
  const { commits, stop, insert } = listening()
  stop()
  insert('Parent__c', { Name: 'A' })
  expect(commits).toEqual([])
})

test('writes made together are one commit, or none of them is', async () => {
  const { store, commits, insert } = listening()
  const work = (keep: boolean) => async () => {
    const id = insert('Parent__c', { Name: 'A' })
    await Promise.resolve()
    insert('Child__c', { Master__c: id })
    return { keep, id }
  }
  const dropped = await store.together(WRITER, work(false))
  expect([store.read('Parent__c', dropped.id), commits.length]).toEqual([undefined, 0])
  await expect(
    store.together(WRITER, () => {
      insert('Parent__c', { Name: 'B' })
      return Promise.reject(new Error('No'))
    }),
  ).rejects.toThrow('No')
  expect([...store.records('Parent__c')]).toEqual([])
  const both = await Promise.all([store.together(WRITER, work(true)), store.together(WRITER, work(true))])
  expect(both.map(({ id }) => store.read('Parent__c', id)?.Id)).toEqual(both.map(({ id }) => id))
  expect(commits.map(({ changes }) => changes.length)).toEqual([2, 2])
})

test('one who writes together waits for the one before, so that nothing is taken back but their own', async () => {
  const { store, insert } = listening()
  const id = insert('Parent__c', { Name: 'A' })
  const rename = (Name: string, keep: boolean) => async () => {
    store.write(WRITER, [{ op: 'update', object: 'Parent__c', id, values: { Name } }])
    await Promise.resolve()
    await Promise.resolve()
    return { keep }
  }
  await Promise.all([store.together(WRITER, rename('B', false)), store.together(WRITER, rename('C', true))])
  expect(store.read('Parent__c', id)).toMatchObject({ Name: 'C' })
})

test('what others write while something is written together is theirs', async () => {
  const { store, commits, insert } = listening()
  const { promise: waiting, resolve: go } = Promise.withResolvers<undefined>()
  const together = store.together(WRITER, async () => {
    insert('Parent__c', { Name: 'Taken back' })
    await waiting
    return { keep: false }
  })
  await Promise.resolve()
  insert('Parent__c', { Name: 'Kept' })
  go(undefined)
  await together
  expect([...store.records('Parent__c')].map(({ Name }) => Name)).toEqual(['Kept'])
  expect(commits).toHaveLength(1)
})

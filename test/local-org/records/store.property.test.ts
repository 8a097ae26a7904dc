import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeOf } from '../../../local-org/records/time.ts'
import type { SObject, Write } from '../../../local-org/records/types.ts'
import { makeId } from '../../../local-org/salesforce-id.ts'
import { NOON, SMALL, smallOrg, table, WRITER } from './small-org.ts'

const BASE = 6
const known = (record: SObject): SObject => ({
  ...record,
  Name: record.Name ?? null,
  Key__c: record.Key__c ?? null,
  Up__c: record.Up__c ?? null,
})

const base = () =>
  new Map([
    [
      'Parent__c',
      table('a00', BASE, (number) => ({
        Name: `Base ${number}`,
        IsDeleted: number === 3,
        Key__c: `k${number % 3}`,
        Up__c: number > 3 ? makeId('a00', number - 4) : null,
      })),
    ],
  ])

/** What a test may do; records are named by their place among all that ever were. */
const step = fc.oneof(
  fc.record({
    op: fc.constant('insert' as const),
    key: fc.integer({ min: 0, max: 3 }),
    up: fc.nat(20),
    passes: fc.nat(3),
  }),
  fc.record({
    op: fc.constantFrom('update' as const, 'delete' as const, 'undelete' as const, 'erase' as const),
    at: fc.nat(20),
    key: fc.integer({ min: 0, max: 3 }),
    up: fc.option(fc.nat(20)),
    passes: fc.nat(3),
  }),
  fc.record({ op: fc.constant('plant' as const), at: fc.nat(20), key: fc.integer({ min: 0, max: 3 }) }),
)

test('whatever is written, the store holds what a plain map would', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, isWarm) => {
      const { store, clock } = smallOrg(SMALL, base())
      const ids = Array.from({ length: BASE }, (_, number) => makeId('a00', number))
      const model = new Map([...base().get('Parent__c')!.all()].map((record) => [record.Id, known(record)]))
      const look = () => {
        const all = [...model.values()].sort((a, b) => (a.Id < b.Id ? -1 : 1))
        const live = all.filter(({ IsDeleted }) => !IsDeleted)
        expect([...store.records('Parent__c', { deleted: true })].map(known)).toEqual(all)
        expect([...store.records('Parent__c')].map(known)).toEqual(live)
        expect(store.count('Parent__c')).toBe(live.length)
        expect(store.count('Parent__c', { deleted: true })).toBe(all.length)
        for (const days of [-1, 0, 2, 5]) {
          const since = NOON - days * 86_400_000
          const stamped = live.filter(({ SystemModstamp }) => timeOf(SystemModstamp) >= since)
          expect([...store.stampedSince('Parent__c', since)].map(known)).toEqual(stamped)
        }
        for (const id of ids) {
          expect(store.read('Parent__c', id.slice(0, 15)) && known(store.read('Parent__c', id)!)).toEqual(
            model.get(id),
          )
          const children = live.filter(({ Up__c }) => Up__c === id)
          expect(store.children('Parent__c', 'Up__c', id).map(known)).toEqual(children)
        }
      }
      if (isWarm) look()
      for (const each of steps) {
        if ('passes' in each) clock.now += each.passes * 1000
        const id = 'at' in each ? ids[each.at % ids.length]! : ''
        if (each.op === 'plant') {
          const planted = {
            Id: id,
            IsDeleted: false,
            Name: 'Planted',
            Key__c: `k${each.key}`,
            SystemModstamp: null,
          }
          store.plant('Parent__c', [planted])
          model.set(id, known(planted))
          continue
        }
        const up = each.up === null ? null : ids[each.up % ids.length]!
        const values = { Key__c: `k${each.key}`, Up__c: up }
        const write: Write =
          each.op === 'insert'
            ? { op: 'insert', object: 'Parent__c', values: { Name: 'New', ...values } }
            : each.op === 'update'
              ? { op: 'update', object: 'Parent__c', id, values }
              : { op: each.op, id }
        const before = [...store.records('Parent__c', { deleted: true })]
        const [result] = store.write(WRITER, [write])
        if (!result!.success) {
          expect([...store.records('Parent__c', { deleted: true })]).toEqual(before)
          continue
        }
        const written = each.op === 'insert' ? result!.id! : id
        if (each.op === 'insert') {
          expect(ids).not.toContain(written)
          ids.push(written)
        }
        follow(written, each.op, values)
        function follow(target: string, op: typeof write.op, given: typeof values) {
          const was = model.get(target)
          const stamp = `${new Date(Math.floor(clock.now / 1000) * 1000).toISOString().slice(0, 23)}+0000`
          const now = store.read('Parent__c', target)
          if (op === 'erase') expect(now).toBeUndefined()
          else {
            expect(now!.SystemModstamp! >= (was?.SystemModstamp ?? '')).toBe(true)
            expect(now!.SystemModstamp).toBe(stamp)
            expect(now!.IsDeleted).toBe(op === 'delete')
            if (op === 'insert' || op === 'update') expect(now).toMatchObject(given)
          }
          // Others that pointed at it were let go of, or took hold again: the store says which, the rest must not move.
          for (const [other, record] of model) {
            const current = store.read('Parent__c', other)
            if (other === target || !current) continue
            if (op === 'delete' || op === 'erase') {
              expect(current.Up__c ?? null).toBe(
                record.Up__c === target && !record.IsDeleted ? null : (record.Up__c ?? null),
              )
            } else if (op !== 'undelete') expect(known(current)).toEqual(record)
            model.set(other, known(current))
          }
          if (now) model.set(target, known(now))
          else model.delete(target)
        }
      }
      look()
    }),
    { numRuns: 150 },
  )
})

test('all or none leaves nothing when one fails, and everything when none does', () => {
  const write = fc.constantFrom<Write>(
    { op: 'insert', object: 'Parent__c', values: { Name: 'A', Code__c: 'same' } },
    { op: 'insert', object: 'Parent__c', values: {} },
    { op: 'update', object: 'Parent__c', id: makeId('a00', 0), values: { Name: 'B' } },
    { op: 'delete', id: makeId('a00', 1) },
    { op: 'erase', id: makeId('a00', 2) },
    { op: 'undelete', id: makeId('a00', 3) },
  )
  fc.assert(
    fc.property(fc.array(write, { maxLength: 6 }), (writes) => {
      const { store } = smallOrg(SMALL, base())
      const before = [...store.records('Parent__c', { deleted: true })]
      const commits: unknown[] = []
      store.onCommit((commit) => commits.push(commit))
      const results = store.write(WRITER, writes, { allOrNone: true })
      expect(results).toHaveLength(writes.length)
      if (results.every(({ success }) => success)) return
      expect([...store.records('Parent__c', { deleted: true })]).toEqual(before)
      expect(results.some(({ success, id }) => success || id !== null)).toBe(false)
      expect([commits, store.version('Parent__c')]).toEqual([[], 0])
    }),
  )
})

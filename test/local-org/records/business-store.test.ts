import { beforeAll, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { baseTables } from '../../../local-org/records/base.ts'
import { createStore } from '../../../local-org/records/store.ts'
import { timeOf } from '../../../local-org/records/time.ts'
import type { SObject, Values, Writer } from '../../../local-org/records/types.ts'
import { valueOf } from '../../../local-org/records/value.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'
import { NOON } from './small-org.ts'

const business = createBusiness({ seed: 1, accounts: 150, today: '2026-11-20' })
const writer: Writer = { userId: business.viewers.seller, origin: 'com/salesforce/api/bulk/65.0' }

function realOrg() {
  const now = () => NOON
  const schema = createSchema(standardObjects({ business, multiCurrency: true }), now)
  const store = createStore({ schema, base: baseTables(business), now })
  const insert = (object: string, values: Values) => {
    const [result] = store.write(writer, [{ op: 'insert', object, values }])
    if (!result?.id) throw new Error(JSON.stringify(result))
    return result.id
  }
  const value = (object: string, id: string, name: string) =>
    valueOf(schema.object(object)!.field(name)!, store.read(object, id)!, store)
  const error = (id: string) => store.write(writer, [{ op: 'delete', id }])[0]!.errors[0]
  return { schema, store, insert, value, error }
}

let org: ReturnType<typeof realOrg>
beforeAll(() => {
  org = realOrg()
})

test('every object comes in the order of its ids, as many as are counted, and stamped as the index says', () => {
  const { store, schema } = org
  for (const { name } of schema.objects()) {
    const all = [...store.records(name, { deleted: true })]
    const ids = all.map(({ Id }) => Id)
    expect(ids, name).toEqual([...new Set(ids)].sort())
    const live = all.filter(({ IsDeleted }) => IsDeleted !== true)
    expect([...store.records(name)], name).toEqual(live)
    expect([store.count(name), store.count(name, { deleted: true })], name).toEqual([live.length, all.length])
    const since = NOON - 20 * 86_400_000
    const stamped = live.filter(({ SystemModstamp }) => timeOf(SystemModstamp) >= since)
    expect([...store.stampedSince(name, since)], name).toEqual(stamped)
  }
})

test('the children of any record are those that point at it, however they are found', () => {
  const { store, schema } = org
  for (const object of schema.objects()) {
    const references = object.fields.filter(({ type, formula }) => type === 'reference' && !formula)
    const all = [...store.records(object.name, { deleted: true })]
    for (const reference of references) {
      const holders = Map.groupBy(all, (record) => valueOf(reference, record, store))
      for (const [parent, children] of [...holders].slice(0, 40)) {
        if (typeof parent !== 'string') continue
        const found = store.children(object.name, reference.name, parent, { deleted: true })
        expect(found, `${object.name}.${reference.name}`).toEqual(children)
      }
    }
  }
})

test('an account with cases or won deals is not deleted, and says which', () => {
  const { store, insert, error } = realOrg()
  const account = insert('Account', { Name: 'Acme' })
  const supportCase = insert('Case', { AccountId: account, Subject: 'Help' })
  const number = store.read('Case', supportCase)!.CaseNumber as string
  expect(error(account)).toEqual({
    statusCode: 'DELETE_FAILED',
    message: `Your attempt to delete Acme could not be completed because it is associated with the following cases.: ${number}\n`,
    fields: [],
  })
  store.write(writer, [{ op: 'delete', id: supportCase }])
  const deal = insert('Opportunity', {
    Name: 'Deal',
    AccountId: account,
    StageName: 'Closed Won',
    CloseDate: '2026-11-20',
  })
  expect(error(account)?.message).toMatch(/some opportunities in that account were closed won\. .*: Deal\n$/)
  store.write(writer, [{ op: 'update', object: 'Opportunity', id: deal, values: { StageName: 'Proposal' } }])
  expect(error(account)).toBeUndefined()
  expect(store.read('Opportunity', deal)).toMatchObject({ IsDeleted: true })
})

test('an opportunity takes what its stage says, unless told otherwise', () => {
  const { insert, value, store } = realOrg()
  const id = insert('Opportunity', {
    Name: 'D',
    StageName: 'Proposal',
    CloseDate: '2026-12-01',
    Amount: 1000,
  })
  const seen = () =>
    ['IsClosed', 'IsWon', 'Probability', 'ForecastCategoryName', 'ExpectedRevenue'].map((name) =>
      value('Opportunity', id, name),
    )
  expect(seen()).toEqual([false, false, 60, 'Best Case', 600])
  const change = (values: Values) =>
    store.write(writer, [{ op: 'update', object: 'Opportunity', id, values }])
  change({ StageName: 'Closed Won' })
  expect(seen()).toEqual([true, true, 100, 'Closed', 1000])
  change({ StageName: 'Negotiation', Probability: 5 })
  expect(seen()).toEqual([false, false, 5, 'Commit', 50])
})

test('a case gets a number of its own, the account of its contact, and a day on which it was closed', () => {
  const { insert, value, store } = realOrg()
  const contact = business.contacts.all().next().value!
  const [first, second] = [insert('Case', { ContactId: contact.Id }), insert('Case', {})]
  expect([value('Case', first, 'AccountId'), value('Case', second, 'AccountId')]).toEqual([
    contact.AccountId,
    null,
  ])
  const known = [...business.cases.all()].map(({ CaseNumber }) => Number(CaseNumber))
  const numbers = [first, second].map((id) => value('Case', id, 'CaseNumber'))
  expect(numbers[0]).toMatch(/^\d{8}$/)
  expect(Number(numbers[0])).toBeGreaterThan(Math.max(...known))
  expect(Number(numbers[1])).toBe(Number(numbers[0]) + 1)
  store.write(writer, [{ op: 'update', object: 'Case', id: first, values: { Status: 'Closed' } }])
  expect([value('Case', first, 'IsClosed'), value('Case', first, 'ClosedDate')]).toEqual([
    true,
    '2026-11-20T12:00:00.000+0000',
  ])
})

test('a new record belongs to who wrote it, in their currency', () => {
  const { insert, value } = realOrg()
  const id = insert('Account', { Name: 'Acme' })
  expect(value('Account', id, 'OwnerId')).toBe(writer.userId)
  expect(value('Account', id, 'CurrencyIsoCode')).toBe(
    business.users.byId(writer.userId)!.DefaultCurrencyIsoCode,
  )
})

test('a person is called by both names, the family first where they were called so before', () => {
  const { insert, value, store } = realOrg()
  const id = insert('Contact', { FirstName: 'Ada', LastName: 'Byron' })
  expect(value('Contact', id, 'Name')).toBe('Ada Byron')
  const familyFirst = [...business.contacts.all()].find(
    ({ Name, FirstName, LastName }) => Name === `${LastName} ${FirstName}`,
  )!
  store.write(writer, [{ op: 'update', object: 'Contact', id: familyFirst.Id, values: { Title: 'Head' } }])
  expect(value('Contact', familyFirst.Id, 'Name')).toBe(familyFirst.Name)
})

test('merged accounts leave their children to the master and say where they went', () => {
  const { store, insert } = realOrg()
  const [master, loser] = [...business.accounts.all()].slice(2, 4) as unknown as [SObject, SObject]
  const mine = insert('Account', { Name: 'Child of the loser', ParentId: loser.Id })
  const moving = ['Contact', 'Case', 'Opportunity', 'AccountTeamMember'].flatMap((object) =>
    store.children(object, 'AccountId', loser.Id).map(({ Id }) => [object, Id] as const),
  )
  expect(moving.length).toBeGreaterThan(1)
  const commits: number[] = []
  store.onCommit(({ changes }) => commits.push(changes.length))
  const result = store.merge(writer, {
    object: 'Account',
    masterId: master.Id,
    ids: [loser.Id],
    values: { Name: 'Both' },
  })
  expect(result).toEqual({ id: master.Id, success: true, created: false, errors: [] })
  expect(store.read('Account', loser.Id)).toMatchObject({ IsDeleted: true, MasterRecordId: master.Id })
  expect(store.read('Account', master.Id)).toMatchObject({ IsDeleted: false, Name: 'Both' })
  expect(store.read('Account', mine)).toMatchObject({ ParentId: master.Id })
  for (const [object, id] of moving) {
    expect(store.read(object, id)).toMatchObject({
      AccountId: master.Id,
      SystemModstamp: '2026-11-20T12:00:00.000+0000',
    })
  }
  expect(store.children('Case', 'AccountId', loser.Id)).toEqual([])
  expect(commits).toEqual([moving.length + 3])
})

test('a master that was the child of the account it swallows has no parent any more', () => {
  const { store, insert } = realOrg()
  const loser = insert('Account', { Name: 'Parent' })
  const master = insert('Account', { Name: 'Child', ParentId: loser })
  expect(store.merge(writer, { object: 'Account', masterId: master, ids: [loser] }).success).toBe(true)
  expect(store.read('Account', master)).toMatchObject({ ParentId: null })
})

test('a merge is refused for other objects, for too many, for the same, and then changes nothing', () => {
  const { store } = realOrg()
  const ids = [...business.accounts.all()].slice(0, 4).map(({ Id }) => Id) as [string, string, string, string]
  const code = (object: string, masterId: string, others: readonly string[], values: Values = {}) =>
    store.merge(writer, { object, masterId, ids: others, values }).errors[0]?.statusCode
  const [deal = ''] = [...business.opportunities.all()].map(({ Id }) => Id)
  expect(code('Opportunity', deal, [deal])).toBe('INVALID_TYPE_FOR_OPERATION')
  expect(code('Account', ids[0], [])).toBe('INVALID_NUM_1_ARGUMENT')
  expect(code('Account', ids[0], ids.slice(1))).toBe('INVALID_NUM_1_ARGUMENT')
  expect(code('Account', ids[0], [ids[0]])).toBe('DUPLICATE_VALUE')
  expect(code('Account', ids[0], [deal])).toBe('MALFORMED_ID')
  expect(code('Account', ids[0], [ids[1]], { Name: '' })).toBe('REQUIRED_FIELD_MISSING')
  expect(store.version('Account')).toBe(0)
  expect(store.read('Account', ids[1])).toMatchObject({ IsDeleted: false })
})

test('a generated record out of the recycle bin comes back', () => {
  const { store } = realOrg()
  const isLive = (account: unknown) =>
    typeof account === 'string' && store.read('Account', account)?.IsDeleted === false
  const deleted = [...store.records('Opportunity', { deleted: true })].find(
    ({ IsDeleted, AccountId }) => IsDeleted === true && isLive(AccountId),
  )!
  const before = store.count('Opportunity')
  expect(store.write(writer, [{ op: 'undelete', id: deleted.Id }])[0]).toMatchObject({ success: true })
  expect(store.count('Opportunity')).toBe(before + 1)
})

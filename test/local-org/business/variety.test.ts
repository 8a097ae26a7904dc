import { describe, expect, test } from 'vitest'
import { createBusiness } from '../../../local-org/business/index.ts'
import { deal, deck } from '../../../local-org/business/random.ts'
import type { Reader, SObject } from '../../../local-org/records/types.ts'
import { valueOf } from '../../../local-org/records/value.ts'
import { createSchema } from '../../../local-org/schema/schema.ts'
import { standardObjects } from '../../../local-org/schema/standard/index.ts'

const TODAY = '2026-11-20'
const SEEDS = [1, 2, 3, 42, 2 ** 40]

function business(seed: number) {
  const made = createBusiness({ seed, accounts: 200, today: TODAY })
  const accounts = [...made.accounts.all()]
  return { made, accounts, health: accounts.map(({ Id }) => made.health(Id)!) }
}
const daysFromToday = (day: string) => (Date.parse(day) - Date.parse(TODAY)) / 86_400_000
const counted = (list: Iterable<string>) => Map.groupBy(list, (item) => item)

describe.each(SEEDS)('200 accounts of seed %i show', (seed) => {
  const { made, accounts, health } = business(seed)

  test('customers on every path: healthy, sliding, recovering, new and lost', () => {
    const paths = counted(health.map(({ trajectory }) => trajectory))
    for (const path of ['healthy', 'sliding', 'recovering', 'new', 'lost'])
      expect(paths.get(path)?.length).toBeGreaterThan(5)
    const mean = (path: string) => {
      const scores = health.filter((h) => h.trajectory === path && h.score !== null).map((h) => h.score!)
      return scores.reduce((sum, score) => sum + score, 0) / scores.length
    }
    expect(mean('healthy')).toBeGreaterThan(mean('recovering'))
    expect(mean('recovering')).toBeGreaterThan(mean('sliding'))
    expect(mean('sliding')).toBeGreaterThan(mean('lost'))
  })

  test('a score that moves the way of its path', () => {
    for (const { trajectory, score, previousScore } of health) {
      if (score !== null) expect(score >= 0 && score <= 100).toBe(true)
      if (score === null || previousScore === null) continue
      if (trajectory === 'sliding') expect(score).toBeLessThan(previousScore)
      if (trajectory === 'recovering') expect(score).toBeGreaterThan(previousScore)
    }
  })

  test('accounts of no company, of several, and figures that nobody has filled in', () => {
    const mapping = counted(health.map((h) => h.mapping))
    expect(mapping.get('several')?.length).toBeGreaterThan(1)
    expect(mapping.get('missed')?.length).toBeGreaterThan(1)
    expect(mapping.get('prospect')?.length).toBeGreaterThan(5)
    const customers = health.filter((h) => h.mapping === 'one')
    for (const gap of ['score', 'renewalDate', 'arr', 'csmId'] as const) {
      expect(customers.filter((h) => h[gap] === null).length, gap).toBeGreaterThan(0)
      expect(customers.filter((h) => h[gap] !== null).length, gap).toBeGreaterThan(100)
    }
  })

  test('renewals behind, near and far', () => {
    const days = health.flatMap((h) => (h.renewalDate === null ? [] : [daysFromToday(h.renewalDate)]))
    expect(days.filter((d) => d < 0).length).toBeGreaterThan(5)
    expect(days.filter((d) => d >= 0 && d <= 60).length).toBeGreaterThan(5)
    expect(days.filter((d) => d > 180).length).toBeGreaterThan(20)
  })

  test('names in eight scripts besides the Latin, long ones, and ones with marks that trip careless code', () => {
    const text = accounts.map(({ Name }) => Name)
    for (const script of ['Latin', 'Cyrillic', 'Greek', 'Han', 'Hangul', 'Arabic', 'Hebrew', 'Devanagari']) {
      expect(
        text.some((name) => new RegExp(`\\p{Script=${script}}`, 'u').test(name)),
        script,
      ).toBe(true)
    }
    for (const mark of ['&', "O'", '"', ','])
      expect(
        text.some((name) => name.includes(mark)),
        mark,
      ).toBe(true)
    expect(text.some((name) => name.length > 100)).toBe(true)
  })

  test('every currency the org has, several regions, industries and sizes', () => {
    const used = new Set(accounts.map((account) => account.CurrencyIsoCode))
    expect(
      [...made.currencies.all()].map(({ IsoCode }) => IsoCode).filter((code) => !used.has(code)),
    ).toEqual([])
    expect(new Set(accounts.map(({ BillingCountry }) => BillingCountry)).size).toBe(18)
    expect(new Set(accounts.map(({ Industry }) => Industry)).size).toBeGreaterThan(10)
    const staff = accounts.flatMap((account) => account.NumberOfEmployees ?? [])
    expect(Math.min(...staff)).toBeLessThan(100)
    expect(Math.max(...staff)).toBeGreaterThan(18_000)
    expect(accounts.filter(({ ParentId }) => ParentId !== null).length).toBeGreaterThan(5)
  })

  test('deals at every stage, renewals still open, and deals without an account', () => {
    const deals = [...made.opportunities.all()]
    const stages = counted(deals.map(({ StageName }) => StageName))
    for (const { MasterLabel } of made.stages.all())
      expect(stages.get(MasterLabel)?.length, MasterLabel).toBeGreaterThan(0)
    expect(deals.filter(({ Type, IsClosed }) => Type === 'Renewal' && !IsClosed).length).toBeGreaterThan(50)
    expect(deals.filter(({ AccountId }) => AccountId === null).length).toBeGreaterThan(1)
  })

  test('cases of every status and priority, from yesterday to years ago, and some without an account', () => {
    const cases = [...made.cases.all()]
    for (const status of ['New', 'Working', 'Waiting on Customer', 'Escalated', 'Closed']) {
      expect(
        cases.some((found) => found.Status === status),
        status,
      ).toBe(true)
    }
    expect(new Set(cases.map(({ Priority }) => Priority)).size).toBe(4)
    const ages = cases.map(({ CreatedDate }) => -daysFromToday(CreatedDate.slice(0, 10)))
    expect(Math.min(...ages)).toBeLessThan(3)
    expect(Math.max(...ages)).toBeGreaterThan(700)
    expect(cases.filter(({ AccountId }) => AccountId === null).length).toBeGreaterThan(1)
  })

  test('colleagues who left, teams with leads, and every kind of licence', () => {
    const users = [...made.users.all()]
    const managers = new Set(users.map(({ ManagerId }) => ManagerId))
    expect(managers.size).toBeGreaterThan(6)
    expect(users.filter(({ IsActive }) => !IsActive).length).toBeGreaterThan(2)
    const licences = new Set(users.map(({ Id }) => made.licence(Id)))
    for (const licence of ['Full', 'Viewer', null] as const)
      expect(licences.has(licence), String(licence)).toBe(true)
    for (const { Id, IsActive } of users) if (!IsActive) expect(made.licence(Id)).toBeNull()
  })

  test('no deal that was won before its day came', () => {
    const won = [...made.opportunities.all()].filter(({ StageName }) => StageName === 'Closed Won')
    expect(won.length).toBeGreaterThan(50)
    expect(won.filter(({ CloseDate }) => daysFromToday(CloseDate) > 0)).toEqual([])
  })

  test('contacts with a manager at the same customer, and contacts without one', () => {
    const contacts = [...made.contacts.all()]
    const led = contacts.filter(({ ReportsToId }) => ReportsToId !== null)
    expect(led.length).toBeGreaterThan(100)
    expect(contacts.length - led.length).toBeGreaterThan(100)
    for (const { ReportsToId, AccountId } of led)
      expect(made.contacts.byId(ReportsToId!)?.AccountId).toBe(AccountId)
  })

  test('people whose names are in several scripts, some with the family name first', () => {
    const people = [...made.contacts.all(), ...made.users.all()]
    for (const script of ['Latin', 'Cyrillic', 'Han', 'Hangul', 'Arabic', 'Devanagari'])
      expect(
        people.some(({ LastName }) => new RegExp(`\\p{Script=${script}}`, 'u').test(LastName)),
        script,
      ).toBe(true)
    expect(people.some(({ Name, FirstName, LastName }) => Name === `${LastName} ${FirstName}`)).toBe(true)
    expect(people.some(({ Name, FirstName, LastName }) => Name === `${FirstName} ${LastName}`)).toBe(true)
  })

  test('what admins added to accounts: support levels, products, days to the renewal, regions', () => {
    const schema = createSchema(standardObjects({ business: made, multiCurrency: true }), Date.now)
    const reader: Reader = {
      read: (object, id) => (object === 'User' ? (made.users.byId(id) as unknown as SObject) : undefined),
      now: () => Date.parse(`${TODAY}T23:00:00Z`),
    }
    const values = (name: string) =>
      accounts.map((account) => valueOf(schema.object('Account')!.field(name)!, { ...account }, reader))
    expect(new Set(values('Support_Level__c'))).toEqual(
      new Set(['Standard', 'Premium', 'Mission Critical', null]),
    )
    expect(new Set(values('Products__c')).size).toBeGreaterThan(8)
    const regions = new Set(values('Owner_Region__c'))
    expect(regions.size).toBeGreaterThan(1)
    expect([...regions].filter((region) => !['AMER', 'EMEA', 'APAC'].includes(region as string))).toEqual([])
    expect(new Set(values('External_Id__c')).size).toBe(accounts.length)
    expect(values('ARR__c')).toEqual(health.map(({ arr }) => arr))
    expect(values('CSM__c')).toEqual(health.map(({ csmId }) => csmId))
    expect(values('Days_To_Renewal__c')).toEqual(
      health.map(({ renewalDate }) => (renewalDate === null ? null : daysFromToday(renewalDate))),
    )
  })

  test('the parts that a demo counts on', () => {
    const star = (role: Parameters<typeof made.starring>[0]) => made.health(made.starring(role)!.Id)!
    expect(star('headline')).toMatchObject({ trajectory: 'healthy', mapping: 'one' })
    expect(daysFromToday(star('headline').renewalDate!)).toBeGreaterThan(30)
    expect(star('sliding')).toMatchObject({ trajectory: 'sliding', mapping: 'one' })
    expect(daysFromToday(star('overdue').renewalDate!)).toBeLessThan(0)
    expect(star('unmapped').mapping).toBe('prospect')
    expect(star('several').mapping).toBe('several')
    expect(star('unscored')).toMatchObject({ score: null, mapping: 'one' })
    expect(made.starring('longRightToLeft')!.Name).toMatch(/^\p{Script=Arabic}[^a-z]{80,}$/u)
    const { csm, seller, agent } = made.viewers
    expect([csm, seller, agent].map((id) => made.licence(id))).toEqual(['Full', 'Viewer', null])
    for (const id of [csm, seller, agent]) expect(made.users.byId(id)?.IsActive).toBe(true)
  })
})

test('dealing gives every card of the deck once in each round, in an order of its own', () => {
  const cards = deck({ a: 32, b: 16, c: 15, d: 1 })
  const round = (seed: number, number: number) =>
    cards.map((_, i) => deal(seed, 'test', number * 64 + i, cards))
  for (const number of [0, 1, 99]) expect(round(1, number).toSorted()).toEqual(cards.toSorted())
  expect(round(1, 0)).not.toEqual(round(1, 1))
  expect(round(1, 0)).not.toEqual(round(2, 0))
})

test('a deck that cannot be dealt evenly is refused', () => {
  expect(() => deck({ a: 3 })).toThrow('a deck of 3 cards')
})

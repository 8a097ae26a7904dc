import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  domainOf,
  rankLikely,
  standsOut,
  type Candidate,
  type EvidenceKind,
} from '../../server/companies/index.ts'
import { nameCore } from '../../server/companies/likely.ts'

test.each([
  ['Acme, Inc.', 'ACME Incorporated'],
  ['Müller & Söhne GmbH & Co. KG', 'muller und sohne'],
  ['The Kestrel Company', 'Kestrel'],
  ['Banca S.p.A.', 'BANCA spa'],
  ['株式会社アトラス', '株式会社アトラス'],
  ['O’Neill Ltd', "O'Neill Limited"],
])('%s and %s are one name written differently', (one, other) => {
  expect(nameCore(one)).toBe(nameCore(other))
  expect(nameCore(one)).not.toBe('')
})

test.each([
  ['Acme Foods', 'Acme'],
  ['Acme GmbH', 'Acne GmbH'],
  ['SE', 'AG'],
  ['Co-op', 'Op'],
])('%s and %s are two names', (one, other) => {
  expect(nameCore(one)).not.toBe(nameCore(other))
})

test.each([
  ['https://www.Acme.com/about?x=1#y', 'acme.com'],
  ['ACME.com', 'acme.com'],
  ['http://user@shop.acme.co.uk:8080/', 'shop.acme.co.uk'],
  ['sales@acme.com', 'acme.com'],
  ['www2.acme.com.', 'acme.com'],
  ['müller.de', 'müller.de'],
  ['Acme', undefined],
  ['no.', undefined],
  ['1.5', undefined],
  ['', undefined],
])('the web domain of %s is %s', (text, domain) => {
  expect(domainOf(text)).toBe(domain)
})

const by = (id: string, kind: EvidenceKind, accountValue = ''): Candidate => ({
  ...{ id, name: `Company ${id}` },
  evidence: [{ kind, accountField: 'F', accountValue, companyField: 'G', companyValue: accountValue }],
})

test('a company that several things speak for comes before one that only one speaks for', () => {
  const ranked = rankLikely([by('a', 'name'), by('b', 'external-id'), by('a', 'domain'), by('c', 'name')])
  expect(ranked.map(({ id, rank }) => [id, rank])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ])
  expect(ranked[0]?.evidence.map(({ kind }) => kind)).toEqual(['domain', 'name'])
  expect(standsOut(ranked)?.id).toBe('a')
})

test('the same kind of evidence twice is no more likely, and of two equals neither stands out', () => {
  const ranked = rankLikely([by('a', 'name', 'x'), by('a', 'name', 'y'), by('b', 'name')])
  expect(ranked.map(({ rank }) => rank)).toEqual([1, 1])
  expect(standsOut(ranked)).toBeUndefined()
  expect(standsOut([])).toBeUndefined()
})

test('the order in which companies are found makes no difference', () => {
  const candidate = fc
    .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('name', 'domain', 'external-id', 'merged'))
    .map(([id, kind]) => by(id, kind as EvidenceKind))
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (found, order) => {
      const shuffled = found
        .map((one) => ({ one, at: order.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      expect(rankLikely(shuffled)).toEqual(rankLikely(found))
    }),
  )
})

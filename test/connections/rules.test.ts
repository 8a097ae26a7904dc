import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { actionsOf, type Surroundings } from '../../server/connections/actions.ts'
import type { Connection } from '../../server/connections/connection.ts'
import { reasonOf } from '../../server/connections/reasons.ts'
import { identifierWarnings, jobsToGive, linkRefusal, syncRefusal } from '../../server/connections/rules.ts'
import { canMove, STATES } from '../../server/connections/states.ts'
import { ERRORS, type ErrorCode } from '../../server/errors.ts'

const AT = new Date('2026-11-20T09:30:00Z')
const connection = (more: Partial<Connection> = {}): Connection => ({
  ...{ id: 'a', name: 'Org', orgType: 'production', domain: null, clientId: null, clientSecretSealed: null },
  ...{ state: 'authorized', stateReason: null, stateAt: AT, place: 1, orgId: '00D5e00000Tv001EAB' },
  ...{ orgChangedAt: null, givenJobs: 'all', linked: false, firstLinkedAt: null, jobsPausedBecause: null },
  ...{ linkIncomplete: null, version: 1, createdAt: AT, modifiedAt: AT },
  ...more,
})
const alone: Surroundings = {
  ...{ others: [], revocationsPending: 0, dependents: { jobs: [], chains: [] }, appRefusal: undefined },
}

const anyConnection = (id: string) =>
  fc
    .record({
      state: fc.constantFrom(...STATES),
      hasHadOrg: fc.boolean(),
      link: fc.constantFrom('never', 'once', 'now'),
    })
    .map(({ state, hasHadOrg, link }) =>
      connection({
        id,
        state,
        orgId: hasHadOrg || !['created', 'deleted'].includes(state) ? '00D5e00000Tv001EAB' : null,
        linked: link === 'now' && state !== 'deleted',
        firstLinkedAt: link === 'never' ? null : AT,
      }),
    )

describe('the menu', () => {
  test('never offers what the rules refuse, gives every refusal its reason, and has no entry twice', () => {
    fc.assert(
      fc.property(anyConnection('a'), anyConnection('b'), fc.nat(2), (one, other, revocationsPending) => {
        const menu = actionsOf(one, { ...alone, others: [other], revocationsPending })
        const entry = (name: string) => menu.find(({ action }) => action === name)
        expect(new Set(menu.map(({ action }) => action)).size).toBe(menu.length)
        for (const { allowed, reason } of menu) expect(reason === undefined).toBe(allowed)
        expect(entry('refresh-metadata')?.allowed).toBe(one.state === 'authorized')
        expect(entry('revoke')?.allowed).toBe(canMove(one.state, 'revoked') || revocationsPending > 0)
        expect(entry('unlink') !== undefined).toBe(one.linked)
        if (!one.linked)
          expect(entry('link') !== undefined).toBe(!(other.linked && other.state !== 'deleted'))
        if (entry('link')?.allowed) expect(linkRefusal(one, [other])).toBeUndefined()
        expect([entry('authorize'), entry('re-authorize')].filter(Boolean)).toHaveLength(1)
      }),
    )
  })

  test('says of every reason what to do', () => {
    for (const code of [
      'REVOKED_HERE',
      'SETTINGS_CHANGED',
      'GRANT_EXPIRED',
      'SESSION_EXPIRED',
      'WRONG_ORG',
      'HOST_REFUSED',
      'ORG_CHANGED',
      'CONNECTION_STOPPED',
    ])
      expect(reasonOf(code)).toEqual({
        code,
        message: expect.stringMatching(/\w{3}/),
        action: expect.stringMatching(/\w{3}/),
      })
    for (const code of Object.keys(ERRORS) as ErrorCode[])
      expect(reasonOf(code)).toEqual({ code, message: ERRORS[code].meaning, action: ERRORS[code].action })
    expect(reasonOf('constructor')).toMatchObject({ code: 'constructor' })
  })
})

test('nothing syncs but through an authorized connection, and each other state has a code of its own', () => {
  const refusals = STATES.map((state) => syncRefusal({ state }))
  expect(refusals.filter((code) => code === undefined)).toHaveLength(1)
  expect(syncRefusal({ state: 'authorized' })).toBeUndefined()
  expect(new Set(refusals).size).toBe(STATES.length)
})

describe('the out-of-the-box jobs', () => {
  const unheard = connection({ id: 'b', givenJobs: null })
  test.each([
    ['all for the only one', unheard, [], 'all'],
    ['all beside one that was never authorized', unheard, [connection({ givenJobs: null })], 'all'],
    ['two beside one that has all', unheard, [connection()], 'users-and-currencies'],
    [
      'two beside one that has all, whatever its state',
      unheard,
      [connection({ state: 'revoked' })],
      'users-and-currencies',
    ],
    ['all beside one that had all and is deleted', unheard, [connection({ state: 'deleted' })], 'all'],
    [
      'what was given stays',
      connection({ id: 'b', givenJobs: 'users-and-currencies' }),
      [],
      'users-and-currencies',
    ],
  ] as const)('%s', (_name, one, others, expected) => {
    expect(jobsToGive(one, others)).toBe(expected)
  })
})

describe('Salesforce Account Id as what identifies companies', () => {
  const linked = connection({ id: 'b', linked: true, firstLinkedAt: AT })
  const target = { object: 'Company', identifiers: ['Name', 'sfdcaccountid'] }
  const codes = (...args: Parameters<typeof identifierWarnings>) =>
    identifierWarnings(...args).map(({ code }) => code)

  test('is warned of on the connection that is not linked', () => {
    expect(codes(connection(), [linked], target)).toEqual(['COMPANY_ID_OF_LINKED'])
    expect(codes(connection(), [connection({ id: 'b' })], target)).toEqual(['COMPANY_ID_OF_LINKED'])
    expect(identifierWarnings(connection(), [linked], target)[0]?.action).toContain('custom field')
  })

  test('is right on the linked one, on the only one, for other objects and other fields', () => {
    expect(codes(linked, [connection()], target)).toEqual([])
    expect(codes(connection(), [], target)).toEqual([])
    expect(codes(connection(), [connection({ id: 'b', state: 'deleted' })], target)).toEqual([])
    expect(codes(connection(), [linked], { object: 'Person', identifiers: ['SfdcAccountId'] })).toEqual([])
    expect(codes(connection(), [linked], { object: 'Company', identifiers: ['Name'] })).toEqual([])
  })
})

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ACTIONS, type Action, type ActionName } from '../../server/connections/actions.ts'
import type { ErrorCode } from '../../server/errors.ts'
import { makeConnection } from '../support/connection.ts'
import { startConsole, type Answer, type TestConsole } from './console.ts'
import { APP, packageSettings, startOrg, type ConnectedOrg } from './orgs.ts'

let console: TestConsole
let bare: TestConsole
let org: ConnectedOrg
let hasJobs = false
beforeAll(async () => {
  const ports = {
    dependents: () => Promise.resolve({ jobs: hasJobs ? [{ id: '1', name: 'User Sync' }] : [], chains: [] }),
    isTrusted: () => Promise.resolve(true),
  }
  console = await startConsole({ salesforceApp: APP, ports })
  bare = await startConsole({})
  org = await startOrg(console, { custom: { objects: [packageSettings()], fields: [] }, accounts: 5 })
})
afterAll(() => Promise.all([org.close(), console.close(), bare.close()]))
afterEach(async () => {
  hasJobs = false
  org.faults.disarm()
  await console.forget()
  await bare.forget()
})

const created = async (at = console) => (await at.create({ name: 'Org', domain: org.url })).id
async function authorized(): Promise<string> {
  const id = await created()
  expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
  return id
}
async function after(actions: readonly string[], begin = authorized): Promise<string> {
  const id = await begin()
  for (const action of actions) expect((await console.act(id, action)).status).toBe(200)
  return id
}
async function stopped(): Promise<string> {
  const id = await authorized()
  expect((await console.call('POST', `/console/v1/connections/${id}/stop`)).status).toBe(200)
  return id
}
const another = () => ({ db: console.db, tenant: console.tenant, clock: console.clock })

/** Each way a connection can be, and the console it is in. */
const STATES: Record<string, () => Promise<string>> = {
  created: () => created(),
  authorized,
  linked: () => after(['link']),
  unlinked: () => after(['link', 'unlink']),
  revoked: () => after(['revoke']),
  'revoked while linked': () => after(['link', 'revoke']),
  async 'revoked, of which Salesforce has not heard'() {
    const id = await authorized()
    org.faults.arm({ kind: 'unavailable', path: '/services/oauth2/revoke', times: null })
    await console.act(id, 'revoke')
    org.faults.disarm()
    return id
  },
  async 'in need of re-authorization'() {
    const id = await authorized()
    const path = `/console/v1/connections/${id}`
    await console.call('PATCH', path, { body: { version: 2, clientId: 'another.app' } })
    return id
  },
  stopped,
  async 'stopped, then authorized'() {
    const id = await stopped()
    expect(await console.authorize(id, org.admin)).toBe('AUTHORIZED')
    return id
  },
  async 'used by jobs'() {
    hasJobs = true
    return authorized()
  },
  async 'beside one that is linked'() {
    await makeConnection(another(), 'linked')
    return authorized()
  },
  async 'beside one that was linked'() {
    await makeConnection(another(), 'linked')
    await console.db.query('update control.connection set linked = false')
    return authorized()
  },
  'without an app': () => created(bare),
}

/** What a connection is asked for each action. Of those that only begin something the beginning counts. */
async function act(
  at: TestConsole,
  id: string,
  { action, warnings = [] }: Pick<Action, 'action' | 'warnings'>,
) {
  const { version } = await at.read(id)
  const path = `/console/v1/connections/${id}`
  const post = (name: string, body?: object): Promise<Answer> => at.call('POST', `${path}/${name}`, { body })
  const confirm = warnings.some(({ code }) => code === 'CONFIRM_DELETION') ? '&confirm=true' : ''
  const mapping = { version: 1, accountField: 'Id', companyField: 'SfdcAccountId' }
  const CALLS: Record<ActionName, () => Promise<Answer>> = {
    edit: () => at.call('PATCH', path, { body: { version, name: 'New name' } }),
    authorize: () => post('authorize', {}),
    're-authorize': () => post('authorize', {}),
    revoke: () => post('revoke', { version }),
    'configure-company-resolution': () => at.call('PUT', `${path}/company-resolution`, { body: mapping }),
    link: () => post('link', { version }),
    unlink: () => post('unlink', { version }),
    'refresh-metadata': () => post('refresh-metadata'),
    stop: () => post('stop'),
    resume: () => post('resume', { version }),
    delete: () => at.call('DELETE', `${path}?version=${version}${confirm}`),
  }
  return CALLS[action]()
}

const offered = new Set<ActionName>()
/** What leaves the menu as it was comes first. */
const HARMLESS: ReadonlySet<ActionName> = new Set([
  ...(['edit', 'authorize', 're-authorize'] as const),
  ...(['configure-company-resolution', 'refresh-metadata'] as const),
])
function inOrder(actions: readonly Action[]): Action[] {
  const allowed = actions.filter((one) => one.allowed)
  return [
    ...allowed.filter(({ action }) => HARMLESS.has(action)),
    ...allowed.filter(({ action }) => !HARMLESS.has(action)),
  ]
}

/** What an action answers that is not in the menu at all. */
const NOT_IN_MENU: Partial<Record<ActionName, (name: string) => ErrorCode>> = {
  link: (name) => (name === 'beside one that is linked' ? 'LINK_ELSEWHERE' : 'ALREADY_LINKED'),
  unlink: () => 'NOT_LINKED',
  resume: () => 'JOBS_NOT_PAUSED',
}

describe.each(Object.entries(STATES))('the menu of a connection that is %s', (name, make) => {
  const at = () => (name === 'without an app' ? bare : console)
  const told = ({ status, body: { error } }: Answer) =>
    error
      ? { allowed: false, reason: { code: error.code, message: error.message, action: error.action } }
      : { allowed: status < 300 }

  test('says of every action exactly what the action answers', async () => {
    let id = await make()
    const { actions, version } = await at().read(id)
    for (const { action, allowed, reason } of actions.filter((one) => !one.allowed))
      expect({ action, ...told(await act(at(), id, { action })) }).toEqual({ action, allowed, reason })
    for (const [action, code] of Object.entries(NOT_IN_MENU) as [ActionName, (name: string) => ErrorCode][])
      if (!actions.some((one) => one.action === action))
        expect([action, (await act(at(), id, { action })).code]).toEqual([action, code(name)])
    expect((await at().read(id)).version).toBe(version)
    for (const entry of inOrder(actions)) {
      const { action } = entry
      // The one before has changed what there is.
      if (!id) id = await make()
      expect({ action, ...told(await act(at(), id, entry)) }).toEqual({ action, allowed: true })
      offered.add(action)
      if (HARMLESS.has(action)) continue
      await at().forget()
      id = ''
    }
  })
})

test('every action is in the menu of some of them, allowed', () => {
  expect([...offered].sort()).toEqual([...ACTIONS].sort())
})

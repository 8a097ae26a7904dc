import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { startLocalOrg, type RunningOrg } from '../support/local-org.ts'
import { until } from '../support/until.ts'
import { runDemo, type RunningDemo } from './demo.ts'

let demo: RunningDemo
let otherOrg: RunningOrg
let browser: Browser
let page: Page
beforeAll(async () => {
  ;[demo, otherOrg, browser] = await Promise.all([
    runDemo(),
    startLocalOrg({ accounts: 20, seed: 7 }),
    launchBrowser(),
  ])
  otherOrg.identity.registerApp({ ...OTHER_APP, redirectUris: [new URL(CALLBACK, demo.console).href] })
  // The console's pages allow no script of others; what its own will do, this test does in their place.
  page = await (await browser.newContext({ bypassCSP: true })).newPage()
  await page.goto(demo.adminLink)
  await page.getByRole('button', { name: 'Sign in as Administrator' }).click()
  await page.waitForURL(demo.console)
})
afterAll(async () => {
  await browser.close()
  await Promise.all([demo.stop(), otherOrg.close()])
})

const CALLBACK = '/console/oauth/callback'
const CONNECTIONS = '/console/v1/connections'
const OTHER_APP = {
  name: 'Team View of the other org',
  clientId: 'team-view.other',
  clientSecret: 'canary-secret-of-the-other-org',
  scopes: ['api', 'refresh_token', 'openid'],
  requirePkce: true,
  rotateRefreshTokens: true,
}

interface Connection {
  id: string
  version: number
  state: string
  linked: boolean
  outOfTheBoxJobs: 'all' | string[] | null
  actions: { action: string; allowed: boolean; reason?: { code: string }; warnings?: { code: string }[] }[]
}
interface Body {
  url: string
  connection: Connection
  connections: Connection[]
  notices: { code: string }[]
  refresh: { id: string; state: string; objects: { done: number; total: number } }
  preview: { id: string; state: string; accounts: { total: number } }
  resolution: { version: number; accountField: string }
  error?: { code: string; action: string }
}

/** As the console's own pages will ask. */
const call = (method: string, path: string, body?: unknown) =>
  page.evaluate(
    async ([verb, url, text]) => {
      const sent = text === '' ? {} : { body: text, headers: { 'content-type': 'application/json' } }
      const answer = await fetch(url, { method: verb, ...sent })
      return { status: answer.status, body: (await answer.json()) as unknown }
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
  ) as Promise<{ status: number; body: Body }>

const read = async (id: string) => (await call('GET', `${CONNECTIONS}/${id}`)).body.connection
const act = async (id: string, action: string, more: object = {}) =>
  call('POST', `${CONNECTIONS}/${id}/${action}`, { version: (await read(id)).version, ...more })
const remove = async (id: string, confirm = '') =>
  call('DELETE', `${CONNECTIONS}/${id}?version=${(await read(id)).version}${confirm}`)
const entry = async (id: string, name: string) =>
  (await read(id)).actions.find(({ action }) => action === name)

/** Refused, in words that say what to do. */
async function refused(code: string, answer: Promise<{ body: Body }>): Promise<void> {
  const { error } = (await answer).body
  expect(error).toMatchObject({ code, action: expect.stringMatching(/\w/) as string })
}

/** Through the org's own login and Allow pages; answers what the console is told in the end. */
async function authorize(
  id: string,
  who: { username: string; password: string },
  allow = true,
): Promise<string> {
  await page.goto((await call('POST', `${CONNECTIONS}/${id}/authorize`, {})).body.url)
  await page.locator('input[name="username"]').fill(who.username)
  await page.locator('input[name="pw"]').fill(who.password)
  await page.locator('input[name="pw"]').press('Enter')
  await page.locator(allow ? '#oaapprove' : '#oadeny').click()
  await page.waitForURL(/result=/)
  return /result=(\w+)/.exec(page.url())?.[1] ?? ''
}

test('two connections live their lives, from the first login to the last confirmation', async () => {
  // The demo comes with a connection of its own, which may go: it was never linked.
  for (const { id } of (await call('GET', CONNECTIONS)).body.connections)
    expect((await remove(id)).status).toBe(200)

  // Created.
  const make = (more: object) =>
    call('POST', CONNECTIONS, { name: 'Main', orgType: 'production', domain: demo.org, ...more })
  await refused('LIGHTNING_URL', make({ domain: 'https://acme.lightning.force.com' }))
  await refused('NOT_SALESFORCE', make({ domain: 'https://my.salesforce.com.example.com' }))
  await refused('INTERNAL_ADDRESS', make({ domain: 'https://169.254.169.254' }))
  await refused('ORG_TYPE_UNKNOWN', make({ orgType: 'developer' }))
  const main = (await make({})).body.connection.id
  await refused('CONNECTION_NAME_TAKEN', make({ name: 'MAIN' }))
  await refused('CONNECTION_NOT_AUTHORIZED', act(main, 'link'))
  await refused('CONNECTION_NOT_AUTHORIZED', call('POST', `${CONNECTIONS}/${main}/refresh-metadata`))

  // Authorized.
  expect(await authorize(main, demo.login, false)).toBe('CONSENT_DENIED')
  expect((await read(main)).state).toBe('created')
  const back = page.waitForRequest((request) => request.url().includes(`${CALLBACK}?`))
  expect(await authorize(main, demo.login)).toBe('AUTHORIZED')
  await page.goto((await back).url())
  expect(page.url()).toContain('result=AUTHORIZATION_REUSED')
  expect(await read(main)).toMatchObject({ state: 'authorized', outOfTheBoxJobs: 'all' })

  // Its objects are read.
  const { refresh } = (await call('POST', `${CONNECTIONS}/${main}/refresh-metadata`)).body
  const refreshed = await until(async () => {
    const watched = await call('GET', `${CONNECTIONS}/${main}/metadata-refreshes/${refresh.id}`)
    return watched.body.refresh.state === 'finished' ? watched.body.refresh : undefined
  })
  expect(refreshed.objects.done).toBe(refreshed.objects.total)

  // Which field finds the company.
  const resolution = `${CONNECTIONS}/${main}/company-resolution`
  const mapping = { accountField: 'AccountNumber', companyField: 'Name' }
  await refused('PREVIEW_MISSING', call('PUT', resolution, { ...mapping, version: 1 }))
  const { preview } = (await call('POST', `${resolution}/previews`, mapping)).body
  await until(async () => {
    const watched = await call('GET', `${resolution}/previews/${preview.id}`)
    return watched.body.preview.state === 'finished'
  })
  expect((await call('PUT', resolution, { ...mapping, version: 1 })).body.resolution).toMatchObject(mapping)

  // Linked.
  const linked = await act(main, 'link')
  expect(linked).toMatchObject({ status: 200, body: { connection: { linked: true } } })
  await refused('ALREADY_LINKED', act(main, 'link'))

  // Revoked, and authorized again into the same org: all is as it was.
  expect((await act(main, 'revoke')).body.connection).toMatchObject({ state: 'revoked', linked: true })
  await refused('CONNECTION_REVOKED', call('POST', `${CONNECTIONS}/${main}/refresh-metadata`))
  expect(await entry(main, 're-authorize')).toMatchObject({ allowed: true })
  expect(await authorize(main, demo.login)).toBe('AUTHORIZED')
  expect(await read(main)).toMatchObject({ state: 'authorized', linked: true, outOfTheBoxJobs: 'all' })
  expect((await call('GET', resolution)).body.resolution).toMatchObject(mapping)

  // A second one, with an app of its own org; a third there is not.
  const { clientId, clientSecret } = OTHER_APP
  const second = (await make({ name: 'Second', domain: otherOrg.url, clientId, clientSecret })).body
    .connection.id
  await refused('CONNECTION_LIMIT', make({ name: 'Third' }))
  const administrator = otherOrg.identity
    .credentials()
    .find(({ userId }) => userId === otherOrg.administrator)
  expect(await authorize(second, administrator ?? { username: '', password: '' })).toBe('AUTHORIZED')
  expect((await read(second)).outOfTheBoxJobs).toEqual(['User Sync', 'Currency Sync'])
  expect(await entry(second, 'link')).toBeUndefined()
  await refused('LINK_ELSEWHERE', act(second, 'link'))
  expect((await act(main, 'unlink')).body.connection.linked).toBe(false)
  await refused('LINK_CANNOT_MOVE', act(second, 'link'))

  // Deleted: the one that was never linked at once, the other when that is confirmed.
  expect((await remove(second)).status).toBe(200)
  expect((await entry(main, 'delete'))?.warnings).toMatchObject([{ code: 'CONFIRM_DELETION' }])
  await refused('CONFIRM_DELETION', remove(main))
  expect((await remove(main, '&confirm=true')).status).toBe(200)
  expect((await call('GET', CONNECTIONS)).body.connections).toEqual([])
})

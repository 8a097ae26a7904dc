import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { startLocalOrg, type RunningOrg } from '../support/local-org.ts'
import { until } from '../support/until.ts'
import { authorize, callerOn, CONNECTIONS, openConsole, type Body } from './console-page.ts'
import { runDemo, type RunningDemo } from './demo.ts'

let demo: RunningDemo
let otherOrg: RunningOrg
let browser: Browser
let page: Page
let call: ReturnType<typeof callerOn>
beforeAll(async () => {
  ;[demo, otherOrg, browser] = await Promise.all([
    runDemo(),
    startLocalOrg({ accounts: 20, seed: 7 }),
    launchBrowser(),
  ])
  otherOrg.identity.registerApp({ ...OTHER_APP, redirectUris: [new URL(CALLBACK, demo.console).href] })
  page = await openConsole(browser, demo)
  call = callerOn(page)
})
afterAll(async () => {
  await browser.close()
  await Promise.all([demo.stop(), otherOrg.close()])
})

const CALLBACK = '/console/oauth/callback'
const OTHER_APP = {
  name: 'Team View of the other org',
  clientId: 'team-view.other',
  clientSecret: 'canary-secret-of-the-other-org',
  scopes: ['api', 'refresh_token', 'openid'],
  requirePkce: true,
  rotateRefreshTokens: true,
}

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
  expect(await authorize(page, main, { ...demo.login, allow: false })).toBe('CONSENT_DENIED')
  expect((await read(main)).state).toBe('created')
  const back = page.waitForRequest((request) => request.url().includes(`${CALLBACK}?`))
  expect(await authorize(page, main, demo.login)).toBe('AUTHORIZED')
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
  expect(await authorize(page, main, demo.login)).toBe('AUTHORIZED')
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
  expect(await authorize(page, second, administrator ?? { username: '', password: '' })).toBe('AUTHORIZED')
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

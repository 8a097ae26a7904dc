import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Connection } from 'jsforce'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { violations } from './axe.ts'
import { runDemo, type RunningDemo } from './demo.ts'

const SHOTS = join(import.meta.dirname, '..', '..', 'test-results', 'screenshots')
const LOOKS = ([1280, 360] as const).flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => ({ width, theme })),
)
type Look = (typeof LOOKS)[number]

let browser: Browser
let demo: RunningDemo
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  ;[browser, demo] = await Promise.all([launchBrowser(), runDemo()])
})
afterAll(async () => {
  await browser.close()
  await demo.stop()
})

const problems: string[] = []

/** With the pages' own policy in force, and without scripts unless a test wants them: our pages have none. */
async function open(
  { width, theme }: Look = { width: 1280, theme: 'light' },
  more: BrowserContextOptions = {},
): Promise<Page> {
  problems.splice(0)
  const viewport = { width, height: 820 }
  const context = await browser.newContext({ viewport, colorScheme: theme, locale: 'en-GB', ...more })
  const page = await context.newPage()
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
  return page
}

async function look(page: Page, name: string): Promise<void> {
  expect(problems, name).toEqual([])
  expect(await violations(page), name).toEqual([])
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(sideways, name).toBeLessThanOrEqual(0)
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true, caret: 'initial' })
}

const loginOf = (role: string) => {
  const found = demo.consoleLogins.find((login) => login.role === role)
  if (!found) throw new Error(`the demo has no ${role}`)
  return found
}
/** The org’s are told apart by name: cookies know no ports. */
const ourCookies = async (page: Page): Promise<string[]> =>
  (await page.context().cookies(demo.api)).map(({ name }) => name).filter((name) => /^__Host-/.test(name))
const LOG_IN = { name: 'Log in with Salesforce' }

async function atTheOrg(page: Page, { username, password }: { username: string; password: string }) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log In' }).click()
}

describe('a user of the connected org', () => {
  test.each(LOOKS)('logs in to the console and out of it ($width px, $theme)', async (how) => {
    const page = await open(how)
    const named = (name: string) => `console-${name}-${how.width}-${how.theme}`
    const admin = loginOf('admin')
    await page.goto(demo.console)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await look(page, named('sign-in'))

    await page.getByRole('button', LOG_IN).click()
    await atTheOrg(page, admin)
    const asked = page.getByRole('list', { name: 'Team View is asking to:' }).getByRole('listitem')
    // Allowed once, it is not asked again: the first of these tests sees the page, the others come straight through.
    if (how === LOOKS[0]) {
      expect(await asked.allInnerTexts()).toEqual(['Access unique user identifiers'])
      await page.getByRole('button', { name: 'Allow' }).click()
    }
    await page.waitForURL(demo.console)
    await page.getByText('admin', { exact: true }).waitFor()
    await look(page, named('signed-in'))
    await page.goto(`${demo.console}?result=CONSENT_DENIED`)
    await page.getByRole('region', { name: 'The connection was not authorized' }).waitFor()
    await look(page, named('authorization-refused'))
    expect(await ourCookies(page)).toEqual(['__Host-team-view'])

    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    expect(await ourCookies(page)).toEqual([])
    await look(page, named('signed-out'))
    await page.context().close()
  })

  test('without a role is told so, and logs in as somebody else', async () => {
    const page = await open()
    await page.goto(demo.console)
    await page.getByRole('button', LOG_IN).click()
    await atTheOrg(page, await withPassword('VP, Support'))
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('heading', { name: 'You have no role in the console' }).waitFor()
    expect(problems.splice(0)).toEqual([expect.stringContaining('status of 403')])
    await page.getByRole('link', { name: 'Log in as somebody else' }).click()
    await page.getByRole('button', LOG_IN).click()
    await atTheOrg(page, loginOf('viewer'))
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(demo.console)
    await page.getByText('viewer', { exact: true }).waitFor()
    await page.context().close()
  })

  test('who denies what is asked is told what it is for, and is not in', async () => {
    const page = await open()
    await page.goto(demo.console)
    await page.getByRole('button', LOG_IN).click()
    await atTheOrg(page, await withPassword('VP, Sales'))
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.getByRole('heading', { name: 'Access was denied in Salesforce' }).waitFor()
    expect(await ourCookies(page)).toEqual(['__Host-team-view-login'])
    await page.getByRole('link', { name: 'Back to sign-in' }).click()
    await page.getByRole('button', LOG_IN).waitFor()
    await page.context().close()
  })

  test('needs no script on our side, and no mouse', async () => {
    const page = await open(undefined, { javaScriptEnabled: false })
    await page.goto(demo.console)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('input[name=username]:focus').waitFor()
    await page.keyboard.type(loginOf('admin').username)
    await page.keyboard.press('Tab')
    await page.keyboard.type(loginOf('admin').password)
    await page.keyboard.press('Enter')
    await page.waitForURL(demo.console)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    await page.context().close()
  })

  test('whose answer is opened in another browser opens nothing there', async () => {
    const [page, stranger] = [await open(), await open()]
    await page.route('**/console/login/callback?*', (route) => route.abort())
    await page.goto(demo.console)
    await page.getByRole('button', LOG_IN).click()
    const [asked] = await Promise.all([
      page.waitForRequest('**/console/login/callback?*'),
      atTheOrg(page, loginOf('admin')),
    ])
    await stranger.goto(asked.url())
    await stranger.getByText('LOGIN_FOREIGN').waitFor()
    expect(await ourCookies(stranger)).toEqual([])
    await Promise.all([page.context().close(), stranger.context().close()])
  })
})

test.each(LOOKS)(
  'the pages of the one-time link and of a refusal read well ($width px, $theme)',
  async (how) => {
    const page = await open(how)
    const named = (name: string) => `console-${name}-${how.width}-${how.theme}`
    await page.goto(demo.adminLink)
    await page.getByRole('button', { name: 'Sign in as Administrator' }).waitFor()
    await look(page, named('first-admin'))
    await page.goto(`${demo.api}/console/login/another`)
    await look(page, named('another'))
    await page.goto(`${demo.console}?result=AUTHORIZED`)
    await page.getByRole('region', { name: 'The connection is authorized' }).waitFor()
    await look(page, named('sign-in-after-authorization'))
    await page.goto(`${demo.api}/console/login/callback?state=made-up&code=x`)
    await page.getByRole('link', { name: 'Back to sign-in' }).waitFor()
    expect(problems.splice(0)).toEqual([expect.stringContaining('status of 403')])
    await look(page, named('refused'))
    await page.context().close()
  },
)

test('the README names a super admin who can log in', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  const { username, password } = loginOf('super-admin')
  for (const text of [username, password]) expect(readme).toContain(text)
})

/** Somebody of the org who has a licence here, and whom nobody has given a role. */
async function withPassword(title: string): Promise<{ username: string; password: string }> {
  const salesforce = new Connection({ loginUrl: demo.org })
  await salesforce.login(demo.login.username, demo.login.password)
  const { records } = await salesforce.query<{ Username: string }>(
    `SELECT Username FROM User WHERE Title = '${title}'`,
  )
  const [username, password] = [records[0]?.Username ?? '', 'a new password 1']
  const changed = await fetch(`${demo.org}/control/users/${username}/password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password }),
  })
  expect(changed.status).toBe(200)
  return { username, password }
}

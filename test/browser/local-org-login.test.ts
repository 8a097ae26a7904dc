import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { textOf } from '../../local-org/identity/directory.ts'
import type { App } from '../../local-org/identity/index.ts'
import { authorizeAddress, startOrg, TEAM_VIEW, type TestOrg } from '../local-org/identity/support.ts'
import { launchBrowser } from '../support/browser.ts'
import { violations } from './axe.ts'

const SHOTS = join(import.meta.dirname, '..', '..', 'test-results', 'screenshots')
const SIZES = [
  { width: 1280, height: 860 },
  { width: 360, height: 800 },
] as const
const THEMES = ['light', 'dark'] as const
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

let browser: Browser
let callback: Server
let app: App
let org: TestOrg

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  browser = await launchBrowser()
  callback = createServer((_, res) =>
    res.setHeader('content-type', 'text/html').end('<title>Back</title>Back'),
  )
  await new Promise<void>((resolve) => callback.listen(0, '127.0.0.1', resolve))
  const { port } = callback.address() as AddressInfo
  app = { ...TEAM_VIEW, redirectUris: [`http://127.0.0.1:${port}/console/oauth/callback`] }
})
afterAll(async () => {
  await browser.close()
  callback.close()
})
beforeEach(async () => {
  org = await startOrg({ apps: [app] })
})
afterEach(() => org.close())

interface Look {
  width?: number
  height?: number
  theme?: (typeof THEMES)[number]
}

async function open({ width = 1280, height = 860, theme = 'light' }: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'en-GB',
  })
  const page = await context.newPage()
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
  return page
}
const problems: string[] = []
afterEach(() => void problems.splice(0))

const address = (params: Record<string, string> = {}) =>
  org.url + authorizeAddress(app, { code_challenge: CHALLENGE, state: 's1', ...params })
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

async function look(page: Page, name: string): Promise<void> {
  expect(problems, name).toEqual([])
  expect(await violations(page), name).toEqual([])
  expect(await sideways(page), name).toBeLessThanOrEqual(0)
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true, caret: 'initial' })
}

async function logIn(page: Page, { username, password } = org.user): Promise<void> {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log In' }).click()
}

describe('a user lets an app in', () => {
  test.each(SIZES.flatMap((size) => THEMES.map((theme) => ({ ...size, theme }))))(
    'through the login and Allow pages ($width px, $theme)',
    async (how) => {
      const page = await open(how)
      const named = (name: string) => `local-org-${name}-${how.width}-${how.theme}`
      await page.goto(address())
      await page.getByRole('heading', { name: 'Log in to Meridane Software' }).waitFor()
      await look(page, named('login'))

      await logIn(page, { ...org.user, password: 'wrong' })
      await page.getByRole('alert').getByText('Please check your username and password').waitFor()
      expect(await page.getByLabel('Username').inputValue()).toBe(org.user.username)
      await look(page, named('login-refused'))

      await logIn(page)
      await page.getByRole('heading', { name: 'Allow access?' }).waitFor()
      const rights = page.getByRole('list', { name: 'Team View is asking to:' }).getByRole('listitem')
      expect(await rights.allInnerTexts()).toEqual([
        'Manage user data via APIs',
        'Perform requests at any time',
        'Access unique user identifiers',
        'Access the identity URL service',
      ])
      await look(page, named('allow'))

      await page.getByRole('button', { name: 'Allow' }).click()
      await page.waitForURL(`${app.redirectUris[0]!}?*`)
      const answer = new URL(page.url()).searchParams
      expect([...answer.keys()].sort()).toEqual(['code', 'state'])
      expect(answer.get('state')).toBe('s1')
      expect(problems).toEqual([])
      await page.context().close()
    },
  )

  test('with the keyboard alone, from the first page to the last', async () => {
    const page = await open()
    await page.goto(address())
    await page.locator('input[name=username]:focus').waitFor()
    await page.keyboard.type(org.user.username)
    await page.keyboard.press('Tab')
    await page.keyboard.type(org.user.password)
    await page.keyboard.press('Enter')
    const allow = page.getByRole('button', { name: 'Allow' })
    await allow.waitFor()
    for (let key = 0; key < 10; key++) {
      if (await allow.evaluate((element) => element === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.waitForURL(`${app.redirectUris[0]!}?*`)
    expect(new URL(page.url()).searchParams.has('code')).toBe(true)
    await page.context().close()
  })

  test('once: the second time the browser goes straight back', async () => {
    const page = await open()
    await page.goto(address({ login_hint: org.user.username }))
    await page.locator('input[name=pw]:focus').waitFor()
    await page.keyboard.type(org.user.password)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`${app.redirectUris[0]!}?*`)
    const first = page.url()
    await page.goto(address())
    expect(page.url()).toContain(`${app.redirectUris[0]!}?code=`)
    expect(page.url()).not.toBe(first)
    await page.context().close()
  })
})

test('Deny takes the user back to the app with the refusal', async () => {
  const page = await open()
  await page.goto(address())
  await logIn(page)
  await page.getByRole('button', { name: 'Deny' }).click()
  await page.waitForURL(`${app.redirectUris[0]!}?*`)
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    error: 'access_denied',
    error_description: 'end-user denied authorization',
    state: 's1',
  })
  await page.context().close()
})

test('"Not you?" lets another user log in', async () => {
  const page = await open()
  await page.goto(address())
  await logIn(page)
  await page.getByRole('link', { name: 'Not you?' }).click()
  await logIn(page, org.other)
  await page.getByText(textOf(org.record(org.other.userId), 'Name')).waitFor()
  await page.context().close()
})

test.each(SIZES.flatMap((size) => THEMES.map((theme) => ({ ...size, theme }))))(
  'what cannot be authorised is told on the page ($width px, $theme)',
  async (how) => {
    const page = await open(how)
    await page.goto(address({ redirect_uri: 'https://elsewhere.example.com/oauth/callback' }))
    await page.getByRole('heading', { name: 'OAuth error' }).waitFor()
    await page.getByText('error=redirect_uri_mismatch').waitFor()
    // The browser tells of the page's own status.
    expect(problems.splice(0)).toEqual([expect.stringContaining('status of 400')])
    await look(page, `local-org-oauth-error-${how.width}-${how.theme}`)
    await page.goto(`${org.url}/secur/logout.jsp`)
    await look(page, `local-org-logged-out-${how.width}-${how.theme}`)
    await page.context().close()
  },
)

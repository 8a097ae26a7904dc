import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Example } from '../../lightning-host/record-page.ts'
import { createBusiness, headlineOf, type Business } from '../../local-org/index.ts'
import { launchBrowser } from '../support/browser.ts'
import { violations } from './axe.ts'
import { runDemo, type RunningDemo } from './demo.ts'

const SHOTS = join(import.meta.dirname, '..', '..', 'test-results', 'screenshots')
const SIZES = [
  { width: 1280, height: 860 },
  { width: 360, height: 800 },
] as const
const THEMES = ['light', 'dark'] as const

let demo: RunningDemo
let browser: Browser
let business: Business

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  ;[demo, browser] = await Promise.all([runDemo(), launchBrowser()])
  business = createBusiness({ seed: 1, accounts: 200, today: new Date().toISOString().slice(0, 10) })
})

afterAll(async () => {
  await browser.close()
  await demo.stop()
})

interface Look {
  width?: number
  height?: number
  theme?: (typeof THEMES)[number]
}

async function open(
  url: string,
  { width = 1280, height = 860, theme = 'light' }: Look = {},
): Promise<{ page: Page; widget: Locator; problems: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on(
    'response',
    (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`),
  )
  await page.goto(url)
  return { page, widget: page.locator('c-team-view'), problems }
}

const close = (page: Page): Promise<void> => page.context().close()

/** The record that a note in the preview bar promises. */
async function example(note: RegExp): Promise<string> {
  const answer = await fetch(`${demo.org}/preview/examples`)
  const { examples } = (await answer.json()) as { examples: Example[] }
  const found = examples.find((one) => note.test(one.note))
  if (!found) throw new Error(`no example says ${String(note)}`)
  return `${demo.org}/lightning/r/${found.object}/${found.recordId}/view`
}

describe.each(['account', 'case', 'opportunity'] as const)('the %s page', (object) => {
  test.each(SIZES.flatMap((size) => THEMES.map((theme) => ({ ...size, theme }))))(
    'shows the score of the customer and has no accessibility violation ($width px, $theme)',
    async (look) => {
      const { page, widget, problems } = await open(demo.recordPages[object], look)
      const account = headlineOf(business).account
      const health = business.health(account)
      await widget.getByText('Healthy').waitFor()
      expect(await widget.innerText()).toContain(String(health?.score))
      expect(await widget.innerText()).toContain(business.accounts.byId(account)?.Name)
      expect(await violations(page)).toEqual([])
      expect(problems).toEqual([])
      await page.screenshot({ path: join(SHOTS, `${object}-${look.width}-${look.theme}.png`) })
      await close(page)
    },
  )
})

describe('when there is no customer to show, the page says why', () => {
  test.each([
    ['not mapped', /no company carries/i, /administrator/i],
    ['several companies', /Two companies carry/, /(EMEA)/],
    ['a case without an account', /case without an account/, /account/i],
  ])('%s', async (name, note, text) => {
    const { page, widget } = await open(await example(note))
    await widget.getByText(text).first().waitFor()
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: join(SHOTS, `${name.replaceAll(' ', '-')}.png`) })
    await close(page)
  })

  test('a user without a licence sees nothing of the customer, and is told whom to ask', async () => {
    const { page, widget } = await open(demo.recordPages.account)
    await widget.getByText('Healthy').waitFor()
    const viewers = page.getByLabel('View as')
    const without = await viewers
      .locator('option', { hasText: /no.*licence/i })
      .first()
      .getAttribute('value')
    await viewers.selectOption(without)
    await widget
      .getByText(/licence/i)
      .first()
      .waitFor()
    expect(await widget.innerText()).not.toContain('Healthy')
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: join(SHOTS, 'no-licence.png') })
    await close(page)
  })
})

test('Refresh asks again and says when the data is from', async () => {
  const { page, widget } = await open(demo.recordPages.account)
  await widget.getByText('Healthy').waitFor()
  const asked = page.waitForResponse((response) =>
    response.url().includes('/apex/TeamViewController.getTeamView'),
  )
  await widget.getByRole('button', { name: /refresh/i }).click()
  expect((await asked).status()).toBe(200)
  await widget.getByText(/as of/i).first().waitFor()
  await close(page)
})

test('when the backend is away the widget says so and offers to try again', async () => {
  const { page, widget } = await open('about:blank')
  await page.route('**/apex/**', (route) =>
    route.fulfill({
      status: 500,
      json: {
        message: 'The service cannot answer just now. Try again in a minute.',
        exceptionType: 'System.AuraHandledException',
      },
    }),
  )
  await page.goto(demo.recordPages.account)
  await widget
    .getByText(/try again/i)
    .first()
    .waitFor()
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: join(SHOTS, 'error.png') })
  await page.unroute('**/apex/**')
  await widget.getByRole('button', { name: /try again|retry/i }).click()
  await widget.getByText('Healthy').waitFor()
  await close(page)
})

test.each([
  ['the API reference', 'docs'],
  ['the console page', 'console'],
] as const)(
  '%s has no accessibility violation in light and dark, wide and narrow',
  async (_name, address) => {
    for (const size of SIZES) {
      for (const theme of THEMES) {
        const { page, problems } = await open(demo[address], { ...size, theme })
        expect(await violations(page)).toEqual([])
        expect(problems).toEqual([])
        await page.screenshot({ path: join(SHOTS, `${address}-${size.width}-${theme}.png`) })
        await close(page)
      }
    }
  },
)

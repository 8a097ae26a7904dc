import type { Browser, Page } from 'playwright-core'
import type { RunningDemo } from './demo.ts'

export interface Connection {
  id: string
  version: number
  state: string
  linked: boolean
  outOfTheBoxJobs: 'all' | string[] | null
  actions: { action: string; allowed: boolean; warnings?: { code: string }[] }[]
}

/** What an answer has, if it is of the kind that has it. */
export interface Body {
  url: string
  connection: Connection
  connections: Connection[]
  refresh: { id: string; state: string; objects: { done: number; total: number } }
  preview: { id: string; state: string }
  resolution: { version: number }
  error?: { code: string; action: string }
}

export const CONNECTIONS = '/console/v1/connections'

/** A page of the console, signed in by the demo's one-time link. */
export async function openConsole(browser: Browser, demo: RunningDemo): Promise<Page> {
  // The console's pages allow no script of others; what its own will do, a test does in their place.
  const page = await (await browser.newContext({ bypassCSP: true })).newPage()
  await page.goto(demo.adminLink)
  await page.getByRole('button', { name: 'Sign in as Administrator' }).click()
  await page.waitForURL(demo.console)
  return page
}

/** Asks as the console's own pages will. */
export const callerOn =
  (page: Page) =>
  (method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }> =>
    page.evaluate(
      async ([verb, url, text]) => {
        const sent = text === '' ? {} : { body: text, headers: { 'content-type': 'application/json' } }
        const answer = await fetch(url, { method: verb, ...sent })
        return { status: answer.status, body: (await answer.json()) as Body }
      },
      [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
    )

/** Through the org's own login and Allow pages; answers what the console is told in the end. */
export async function authorize(
  page: Page,
  id: string,
  { username, password, allow = true }: { username: string; password: string; allow?: boolean },
): Promise<string> {
  const { body } = await callerOn(page)('POST', `${CONNECTIONS}/${id}/authorize`, {})
  await page.goto(body.url)
  await page.locator('input[name="username"]').fill(username)
  await page.locator('input[name="pw"]').fill(password)
  await page.locator('input[name="pw"]').press('Enter')
  await page.locator(allow ? '#oaapprove' : '#oadeny').click()
  await page.waitForURL(/result=/)
  return /result=(\w+)/.exec(page.url())?.[1] ?? ''
}

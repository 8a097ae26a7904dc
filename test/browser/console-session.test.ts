import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { violations } from './axe.ts'
import { runDemo, type RunningDemo } from './demo.ts'

let browser: Browser
let context: BrowserContext
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(() => context.close())

/** Our pages have no script, and allow none; what the console's own will do, these tests do in their place. */
async function open(options: BrowserContextOptions = {}): Promise<void> {
  context = await browser.newContext({ bypassCSP: true, ...options })
  page = await context.newPage()
}

const BUTTON = { name: 'Sign in as Administrator' }
/** The demo says 127.0.0.1; the same server has another name. */
const by = (host: string, url: string) => url.replace('//127.0.0.1', `//${host}`)
const statusOf = (path: string, options: RequestInit = {}) =>
  page.evaluate(async ([url, init]) => (await fetch(url, init)).status, [path, options] as [
    string,
    RequestInit,
  ])

async function signIn(demo: RunningDemo, host = '127.0.0.1'): Promise<void> {
  await page.goto(by(host, demo.adminLink))
  await page.getByRole('button', BUTTON).click()
  await page.waitForURL(by(host, demo.console))
}

describe.each(['127.0.0.1', 'localhost'])('without TLS at %s', (host) => {
  let demo: RunningDemo
  beforeAll(async () => {
    demo = await runDemo()
  })
  afterAll(() => demo.stop())

  test('Chromium keeps the session’s __Host- cookie, hides it from scripts, and drops it at logout', async () => {
    await open()
    await signIn(demo, host)
    const [cookie, ...others] = await context.cookies(by(host, demo.api))
    expect(others).toEqual([])
    expect(cookie).toMatchObject({
      name: '__Host-team-view',
      domain: host,
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    })
    expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0])
    expect(await statusOf('/console/v1/me')).toBe(200)
    expect(await statusOf('/console/v1/logout', { method: 'POST' })).toBe(200)
    expect([await statusOf('/console/v1/me'), await context.cookies()]).toEqual([401, []])
  })
})

describe('signed in by the link', () => {
  let demo: RunningDemo
  let signedIn: BrowserContextOptions
  beforeAll(async () => {
    demo = await runDemo()
  })
  afterAll(() => demo.stop())

  test('whose page reads well and works with its own policy, once', async () => {
    await open({ bypassCSP: false })
    await page.goto(demo.adminLink)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', BUTTON).click()
    await page.waitForURL(demo.console)
    expect(await violations(page)).toEqual([])
    signedIn = { storageState: await context.storageState() }
    const again = await context.newPage()
    await again.goto(demo.adminLink)
    const [refused] = await Promise.all([
      again.waitForResponse((response) => response.request().method() === 'POST'),
      again.getByRole('button', BUTTON).click(),
    ])
    expect(refused.status()).toBe(403)
  })

  test('and not: an address of the console leads to the page that says how', async () => {
    await open()
    await page.goto(`${demo.api}/console/v1/me`)
    expect(page.url()).toBe(demo.console)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  describe('a page of another site', () => {
    let evil: ReturnType<typeof createServer>
    let evilUrl: string
    beforeEach(async () => {
      evil = createServer((request, response) => {
        const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to') ?? ''
        response.setHeader('content-type', 'text/html')
        response.end(
          `<a href="${to}">link</a><form method="post" action="${to}"><button>post</button></form>
         <form method="post" action="${to}" enctype="text/plain"><button>plain</button></form>`,
        )
      }).listen(0, '127.0.0.1')
      await once(evil, 'listening')
      // Another name is another site; another port of the same name would be a neighbour.
      evilUrl = `http://localhost:${(evil.address() as AddressInfo).port}/`
    })
    afterEach(() => evil.close())
    const lure = (path: string) => page.goto(`${evilUrl}?to=${encodeURIComponent(demo.api + path)}`)

    test('can neither end a session nor use a link, by form or by script', async () => {
      await open(signedIn)
      for (const button of ['post', 'plain'])
        for (const path of ['/console/v1/logout', '/console/first-admin']) {
          await lure(path)
          const [reply] = await Promise.all([
            page.waitForResponse((response) => response.url() === demo.api + path),
            page.getByRole('button', { name: button, exact: true }).click(),
          ])
          // Lax leaves the cookie at home, so the console does not even know who asks.
          expect(reply.status()).toBe(path.includes('v1') ? 401 : 403)
        }
      await lure('/console/v1/logout')
      await page.evaluate(
        (url) =>
          fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => undefined),
        `${demo.api}/console/v1/logout`,
      )
      await page.goto(demo.console)
      expect(await statusOf('/console/v1/me')).toBe(200)
    })

    test('may send the browser back with its session, as Salesforce does after its login page', async () => {
      await open(signedIn)
      await lure('/console/v1/me')
      await page.getByRole('link').click()
      await page.waitForURL(`${demo.api}/console/v1/me`)
      expect(await page.textContent('body')).toContain('"role":"super-admin"')
    })

    test('of the same host on another port is a neighbour: its cookie comes along, and is refused all the same', async () => {
      await open(signedIn)
      evilUrl = evilUrl.replace('localhost', '127.0.0.1')
      await lure('/console/v1/logout')
      const [reply] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/logout')),
        page.getByRole('button', { name: 'post', exact: true }).click(),
      ])
      expect(reply.status()).toBe(403)
      await page.goto(demo.console)
      expect(await statusOf('/console/v1/me')).toBe(200)
    })
  })
})

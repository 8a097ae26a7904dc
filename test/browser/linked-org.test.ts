import { Connection } from 'jsforce'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { violations } from './axe.ts'
import { authorize, callerOn, CONNECTIONS, openConsole } from './console-page.ts'
import { runDemo, type RunningDemo } from './demo.ts'

let demo: RunningDemo
let browser: Browser
let context: BrowserContext
let call: ReturnType<typeof callerOn>
let authorizeHere: (id: string) => Promise<string>
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([runDemo(), launchBrowser()])
  const page = await openConsole(browser, demo)
  ;[context, call] = [page.context(), callerOn(page)]
  authorizeHere = (id) => authorize(page, id, demo.login)
})
afterAll(async () => {
  await browser.close()
  await demo.stop()
})

async function map(id: string, mapping: { accountField: string; companyField: string }): Promise<void> {
  const at = `${CONNECTIONS}/${id}/company-resolution`
  const { preview } = (await call('POST', `${at}/previews`, mapping)).body
  await until(async () => {
    const watched = await call('GET', `${at}/previews/${preview.id}`)
    return watched.body.preview.state === 'finished'
  })
  const { version } = (await call('GET', at)).body.resolution
  expect((await call('PUT', at, { ...mapping, version })).status).toBe(200)
}

/** What the widget says on a record page. */
async function widgetSays(text: string, ...urls: string[]): Promise<void> {
  await Promise.all(
    urls.map(async (url) => {
      const record = await context.newPage()
      await record.goto(url)
      await record.locator('c-team-view').getByText(text).first().waitFor()
      if (text !== 'Healthy') expect(await violations(record)).toEqual([])
      await record.close()
    }),
  )
}

test('the demo’s own connection is authorized again and linked, and its pages go by the field that is mapped then', async () => {
  const salesforce = new Connection({ loginUrl: demo.org, version: '60.0' })
  await salesforce.login(demo.login.username, demo.login.password)
  const settings = async () => {
    const { records } = await salesforce.query(
      'SELECT Audience__c, Tenant__c, Account_Field__c FROM Team_View_Settings__c',
    )
    return records
  }
  expect(await settings()).toMatchObject([{ Tenant__c: null, Account_Field__c: null }])

  const { connections } = (await call('GET', CONNECTIONS)).body
  const id = connections[0]?.id ?? ''
  expect(await authorizeHere(id)).toBe('AUTHORIZED')
  const { version } = (await call('GET', `${CONNECTIONS}/${id}`)).body.connection
  const linked = await call('POST', `${CONNECTIONS}/${id}/link`, { version })
  expect(linked).toMatchObject({ status: 200, body: { connection: { linked: true } } })
  expect(await settings()).toMatchObject([{ Tenant__c: expect.stringMatching(/.+/), Account_Field__c: null }])
  await widgetSays('Healthy', ...Object.values(demo.recordPages))

  await map(id, { accountField: 'AccountNumber', companyField: 'Name' })
  expect(await settings()).toMatchObject([{ Account_Field__c: 'AccountNumber' }])
  const accountId = /Account\/(\w+)\//.exec(demo.recordPages.account)?.[1] ?? ''
  const { Name } = await salesforce.sobject('Account').retrieve(accountId)
  const number = (AccountNumber: unknown) =>
    salesforce.sobject('Account').update({ Id: accountId, AccountNumber } as never)
  await number(Name)
  await widgetSays('Healthy', ...Object.values(demo.recordPages))
  await number(null)
  await widgetSays('The account does not say which customer it is', demo.recordPages.case)
  await number('of nobody')
  await widgetSays('Not linked to a customer yet', demo.recordPages.case)
})

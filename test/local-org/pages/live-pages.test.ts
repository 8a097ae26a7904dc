import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordPage } from '../../../lightning-host/record-page.ts'
import {
  createBusiness,
  createOrgKey,
  createOrgServer,
  orgIdFor,
  type OrgServer,
} from '../../../local-org/index.ts'

const business = createBusiness({ seed: 1, accounts: 30, today: '2026-11-20' })
const { csm, seller, agent } = business.viewers

let org: OrgServer
let url: string
let token: string
beforeAll(async () => {
  org = createOrgServer({
    business,
    key: await createOrgKey(),
    orgId: orgIdFor(1),
    backendUrl: 'http://127.0.0.1:9',
    audience: 'https://team-view.example.com',
  })
  url = (await org.listen(0)).url
  token = org.identity.accessTokenFor(org.administrator)
})
afterAll(() => org.close())

async function rest(method: string, path: string, body?: unknown): Promise<string> {
  const response = await fetch(`${url}/services/data/v65.0/sobjects/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(response.ok).toBe(true)
  const text = await response.text()
  return text === '' ? '' : (JSON.parse(text) as { id: string }).id
}
const page = async (id: string) => {
  const response = await fetch(`${url}/preview/page?recordId=${id}`)
  return { status: response.status, ...((await response.json()) as RecordPage) }
}
const rowsOf = ({ related }: RecordPage, list: string) =>
  related.find(({ label }) => label.startsWith(list))?.rows
const fieldOf = ({ highlights, details }: RecordPage, name: string) =>
  [...highlights, ...details].find(({ label }) => label === name)?.value

test('what was made over REST is on the pages at once, with what is computed of it', async () => {
  const account = await rest('POST', 'Account', { Name: 'Brand new' })
  expect(await page(account)).toMatchObject({ status: 200, name: 'Brand new' })
  expect(fieldOf(await page(account), 'Phone')).toBeNull()

  const contact = await rest('POST', 'Contact', { FirstName: 'Ada', LastName: 'Byron', AccountId: account })
  expect(rowsOf(await page(account), 'Contacts')).toMatchObject([{ id: contact, Name: 'Ada Byron' }])
  await rest('PATCH', `Contact/${contact}`, { LastName: 'Lovelace' })
  expect(rowsOf(await page(account), 'Contacts')).toMatchObject([{ id: contact, Name: 'Ada Lovelace' }])

  const values = { Name: 'Deal', StageName: 'Closed Won', CloseDate: '2026-11-20', Amount: 200 }
  const deal = await rest('POST', 'Opportunity', { ...values, AccountId: account })
  expect(fieldOf(await page(deal), 'Expected Revenue')).toBe(200)
  await rest('PATCH', `Opportunity/${deal}`, { Amount: 300 })
  expect(fieldOf(await page(deal), 'Expected Revenue')).toBe(300)
  expect(org.business.opportunities.byId(deal)).toMatchObject({ IsWon: true, IsClosed: true })
  const fields = 'fields=Opportunity.NextStep,Opportunity.Account.Phone'
  const ui = await fetch(`${url}/ui-api/records/${deal}?${fields}`)
  expect([ui.status, await ui.json()]).toMatchObject([200, { fields: { NextStep: { value: null } } }])
})

test('a generated record is computed anew when it changes', async () => {
  const [contact] = business.contacts.of(business.starring('headline')!.Id)
  await rest('PATCH', `Contact/${contact!.Id}`, { FirstName: 'Zoe', LastName: 'Newname' })
  expect(org.business.contacts.byId(contact!.Id)?.Name).toContain('Newname')
  expect(
    org.business.contacts
      .of(contact!.AccountId)
      .map(({ Name }) => Name)
      .join(),
  ).toContain('Newname')
})

test('what was deleted has no page, what came back has it again', async () => {
  const account = await rest('POST', 'Account', { Name: 'Gone soon' })
  await rest('DELETE', `Account/${account}`)
  expect((await page(account)).status).toBe(404)
  expect((await fetch(`${url}/ui-api/records/${account}`)).status).toBe(404)
  org.store.write({ userId: org.administrator, origin: 'test' }, [{ op: 'undelete', id: account }])
  expect((await page(account)).status).toBe(200)
})

test('pages open when those who looked at them have left, and offer only who is still here', async () => {
  const { Id } = business.starring('headline')!
  const active = (IsActive: boolean) =>
    Promise.all([csm, seller].map((id) => rest('PATCH', `User/${id}`, { IsActive })))
  await active(false)
  const shown = await page(Id)
  expect(shown.status).toBe(200)
  expect(org.store.read('User', shown.viewer.id)?.['IsActive']).toBe(true)
  expect(shown.viewers.map(({ id }) => id)).toEqual([agent])
  await active(true)
  expect(await page(Id)).toMatchObject({ viewer: { id: csm }, viewers: [{ id: csm }, {}, {}] })
})

test('where the org has one currency, every amount and every viewer is in that one', async () => {
  const single = createOrgServer({
    ...{ business, key: await createOrgKey(), orgId: orgIdFor(1), audience: 'x', multiCurrency: false },
    backendUrl: 'http://127.0.0.1:9',
  })
  const { url: address } = await single.listen(0)
  const writer = { userId: single.administrator, origin: 'test' }
  const values = { Name: 'Made here', AnnualRevenue: 5 }
  const [made] = single.store.write(writer, [{ op: 'insert', object: 'Account', values }])
  const [organization] = single.store.records('Organization')
  const currency = organization!['DefaultCurrencyIsoCode']
  expect(currency).toMatch(/^[A-Z]{3}$/)
  const generated = [...business.accounts.all()].find(({ CurrencyIsoCode }) => CurrencyIsoCode !== currency)!
  for (const id of [made!.id!, generated.Id]) {
    const response = await fetch(`${address}/preview/page?recordId=${id}`)
    const { details, viewer } = (await response.json()) as RecordPage
    expect(details.find(({ label }) => label === 'Annual Revenue')).toMatchObject({ currency })
    expect(viewer.currency).toBe(currency)
  }
  await single.close()
})

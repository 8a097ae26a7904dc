import { createRequire } from 'node:module'
import { Connection, OAuth2 } from 'jsforce'
import { expect, test } from 'vitest'
import { PLATFORM_CLI } from '../../../local-org/identity/index.ts'
import { createBrowser, dataApi, PLAIN, ROTATING, TEAM_VIEW, type TestOrg, withOrg } from './support.ts'

let org: TestOrg
withOrg((made) => void (org = made))

const oauth = (app = PLAIN, useVerifier = false) =>
  new OAuth2({
    loginUrl: org.url,
    clientId: app.clientId,
    clientSecret: app.clientSecret!,
    redirectUri: app.redirectUris[0]!,
    useVerifier,
  })

/** A user who logs in and allows whatever the address asks. */
async function codeBehind(address: string): Promise<string> {
  const browser = createBrowser(org)
  const fields = { username: org.user.username, pw: org.user.password }
  const next = (await browser.submit(address, await browser.go(address), fields)).headers.get('location')!
  const page = await browser.go(next)
  const answer = page.status === 302 ? page : await browser.submit(next, page, { decision: 'allow' })
  return new URL(answer.headers.get('location')!).searchParams.get('code')!
}

test('jsforce takes a user through the web server flow, with its own verifier', async () => {
  const client = oauth(TEAM_VIEW, true)
  const code = await codeBehind(client.getAuthorizationUrl({ scope: 'api refresh_token openid', state: 'x' }))
  const answer = await client.requestToken(code)
  expect(answer).toMatchObject({ instance_url: org.url, token_type: 'Bearer' })
  expect(dataApi(org, answer.access_token)).toBe('let in')
})

test('jsforce hears Salesforce’s words when a code is wrong', async () => {
  await expect(oauth().requestToken('garbage')).rejects.toMatchObject({
    name: 'invalid_grant',
    message: 'invalid authorization code',
  })
})

test('jsforce’s connection authorises, asks who it is, and revokes', async () => {
  const connection = new Connection({ oauth2: oauth() })
  const code = await codeBehind(connection.oauth2.getAuthorizationUrl({}))
  const user = await connection.authorize(code)
  expect(user).toMatchObject({ id: org.user.userId, organizationId: org.orgId })
  const held = connection.accessToken!
  expect(dataApi(org, held)).toBe('let in')
  expect(await connection.identity()).toMatchObject({
    username: org.user.username,
    organization_id: org.orgId,
  })
  await connection.logout()
  expect(dataApi(org, held)).toBe('INVALID_SESSION_ID')
})

test('jsforce refreshes, keeping the token or taking the next', async () => {
  const steady = oauth()
  const first = await steady.requestToken(await codeBehind(steady.getAuthorizationUrl({})))
  expect((await steady.refreshToken(first.refresh_token!)).refresh_token).toBeUndefined()
  const rotating = oauth(ROTATING)
  const one = await rotating.requestToken(await codeBehind(rotating.getAuthorizationUrl({})))
  const two = await rotating.refreshToken(one.refresh_token!)
  expect(two.refresh_token).not.toBe(one.refresh_token)
  await expect(rotating.refreshToken(one.refresh_token!)).rejects.toMatchObject({
    name: 'invalid_grant',
    message: 'expired access/refresh token',
  })
})

test('jsforce logs in with a user name and password, and is refused with the wrong one', async () => {
  const connection = new Connection({ oauth2: oauth() })
  const user = await connection.login(org.user.username, org.user.password)
  expect(user).toMatchObject({ id: org.user.userId, organizationId: org.orgId })
  expect(connection.instanceUrl).toBe(org.url)
  await expect(connection.login(org.user.username, 'wrong')).rejects.toMatchObject({
    name: 'invalid_grant',
    message: 'authentication failure',
  })
})

test('jsforce hears why a token cannot be revoked', async () => {
  await expect(oauth().revokeToken('garbage')).rejects.toMatchObject({
    name: 'invalid_token',
    message: 'invalid token',
  })
})

test('the request that the Salesforce CLI makes to log in on the web is understood', async () => {
  const cli = createRequire(createRequire(import.meta.url).resolve('@salesforce/cli'))
  const { AuthInfo } = cli('@salesforce/core') as {
    AuthInfo: { getAuthorizationUrl(options: object, oauth2: OAuth2): string }
  }
  const client = new OAuth2({
    loginUrl: org.url,
    clientId: PLATFORM_CLI.clientId,
    redirectUri: PLATFORM_CLI.redirectUris[0]!,
    useVerifier: true,
  })
  const address = AuthInfo.getAuthorizationUrl({ loginUrl: org.url }, client)
  const answer = await client.requestToken(await codeBehind(address))
  expect(answer).toMatchObject({ scope: 'refresh_token api web', refresh_token: expect.any(String) })
})

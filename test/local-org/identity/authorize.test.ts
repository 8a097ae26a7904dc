import { describe, expect, test } from 'vitest'
import { PLATFORM_CLI } from '../../../local-org/identity/index.ts'
import {
  allow,
  authorizeAddress,
  CALLBACK,
  client,
  connect,
  createBrowser,
  dataApi,
  get,
  MINUTE,
  PLAIN,
  pkce,
  PUBLIC,
  ROTATING,
  TEAM_VIEW,
  token,
  type Answer,
  type Browser,
  type TestOrg,
  withOrg,
} from './support.ts'

let org: TestOrg
withOrg((made) => void (org = made))

/** Where a page sends the browser. */
const location = ({ headers }: Answer) => new URL(headers.get('location') ?? 'missing:', org.url)
const params = (answer: Answer) => Object.fromEntries(location(answer).searchParams)
const logIn = async (browser: Browser, address: string, { username, password } = org.user) =>
  browser.submit(address, await browser.go(address), { username, pw: password })

describe('what an app asks for wrongly', () => {
  test.each([
    [
      'an unknown client',
      { client_id: 'nobody' },
      'error=invalid_client_id&#38;error_description=client%20identifier%20invalid',
    ],
    [
      'a redirect address that is not registered',
      { redirect_uri: 'https://evil.example.com/' },
      'error=redirect_uri_mismatch&#38;error_description=redirect_uri%20must%20match%20configuration',
    ],
    [
      'one that differs by a slash',
      { redirect_uri: `${CALLBACK}/` },
      'error=redirect_uri_mismatch&#38;error_description=redirect_uri%20must%20match%20configuration',
    ],
    [
      'none',
      { redirect_uri: '' },
      'error=redirect_uri_mismatch&#38;error_description=redirect_uri%20must%20match%20configuration',
    ],
  ])('%s is told to the user, and the browser stays', async (_, wrong, words) => {
    const answer = await get(org, authorizeAddress(PLAIN, wrong))
    expect(answer.status).toBe(400)
    expect(answer.headers.get('location')).toBeNull()
    expect(answer.text).toContain(words)
  })

  const told = async (wrong: Record<string, string>, app = PLAIN) => {
    const answer = await get(org, authorizeAddress(app, { state: 'a b&c', ...wrong }))
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toMatch(
      /^https:\/\/app\.example\.com\/oauth\/callback\?from=salesforce&/,
    )
    return params(answer)
  }
  const back = (error: string, error_description: string) => ({
    from: 'salesforce',
    state: 'a b&c',
    error,
    error_description,
  })

  test('another response type', async () => {
    const refusal = back('unsupported_response_type', 'response type not supported')
    for (const response_type of ['token', 'id_token', 'code token', '']) {
      expect(await told({ response_type })).toEqual(refusal)
    }
  })

  test('scopes that are none, or not the app’s', async () => {
    expect(await told({ scope: 'api everything' })).toEqual(
      back('invalid_scope', 'the requested scope is invalid, unknown, or malformed'),
    )
    for (const scope of ['full', 'api lightning', 'toString']) {
      expect((await told({ scope }))['error']).toBe('invalid_scope')
    }
    expect((await told({ scope: 'full' }))['error_description']).toBe('the requested scope is not allowed')
  })

  test('offline access, which full access does not include', async () => {
    const full = { ...PLAIN, clientId: 'almighty.app', scopes: ['full'] }
    org.identity.registerApp(full)
    expect((await told({ scope: 'full offline_access' }, full))['error']).toBe('invalid_scope')
    expect((await get(org, authorizeAddress(full, { scope: 'full api lightning id' }))).status).toBe(200)
  })

  test('a challenge by another method than S256, or one that is none', async () => {
    const { challenge } = pkce()
    const plain = { code_challenge: challenge, code_challenge_method: 'plain' }
    expect(await told(plain)).toEqual(back('invalid_request', 'invalid code challenge method'))
    for (const code_challenge of ['', 'short', `${challenge}=`, `${challenge.slice(1)}+`]) {
      expect(await told({ code_challenge })).toEqual(back('invalid_request', 'invalid code challenge'))
    }
  })

  test('no challenge, where the app must send one or is public', async () => {
    const missing = back('invalid_request', 'missing required code challenge')
    expect(await told({}, TEAM_VIEW)).toEqual(missing)
    expect(await told({}, PUBLIC)).toEqual(missing)
  })
})

describe('the login page', () => {
  test('says who asks, in markup that no name can break', async () => {
    const { status, text, headers } = await get(org, authorizeAddress(PLAIN, { login_hint: '"><b>x' }))
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(text).toContain('<strong>Plain &#38; &#60;Simple&#62;</strong>')
    expect(text).toContain('value="&#34;&#62;&#60;b&#62;x"')
    expect(text).not.toContain('<b>x')
  })

  test('runs no script, is shown in no frame and is kept nowhere', async () => {
    const { headers, text } = await get(org, authorizeAddress(PLAIN))
    const policy = headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).toContain("form-action 'self' https://app.example.com")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Lax$/)
    expect(text).not.toMatch(/<script|onload=|https?:\/\//)
  })

  test.each([
    [
      'another password',
      () => ({ username: org.user.username, pw: 'x' }),
      'Please check your username and password',
    ],
    [
      'an inactive user',
      () => ({ username: org.inactive!.username, pw: org.inactive!.password }),
      'This user is inactive',
    ],
  ])('shown %s, says so and keeps the user name', async (_, shown, words) => {
    const browser = createBrowser(org)
    const address = authorizeAddress(PLAIN)
    const { status, text } = await browser.submit(address, await browser.go(address), shown())
    expect(status).toBe(200)
    expect(text).toContain('role="alert"')
    expect(text).toContain(words)
    expect(text).toContain(`value="${shown().username}"`)
    expect(text).not.toContain(shown().pw.length > 3 ? shown().pw : 'value="x"')
    expect(browser.cookies.has('local_org_sid')).toBe(false)
  })

  test('shown ten wrong passwords, says that the user is locked', async () => {
    const browser = createBrowser(org)
    const address = authorizeAddress(PLAIN)
    let page = await browser.go(address)
    for (let time = 0; time < 10; time++) {
      expect(page.text).not.toContain('this user is locked')
      page = await browser.submit(address, page, { username: org.other.username, pw: 'x' })
    }
    expect(page.text).toContain('this user is locked')
    const { text } = await browser.submit(address, page, {
      username: org.other.username,
      pw: org.other.password,
    })
    expect(text).toContain('this user is locked')
    org.clock.time += 15 * MINUTE
  })
})

describe('a browser', () => {
  test('that is logged in is not asked again, until prompt says so', async () => {
    const browser = createBrowser(org)
    await allow(org, PLAIN, { browser })
    expect(params(await browser.go(authorizeAddress(PLAIN)))['code']).toMatch(/^aPrx.{76}==$/)
    expect((await browser.go(authorizeAddress(ROTATING))).text).toContain('Allow access?')
    for (const prompt of ['login', 'select_account', 'login consent']) {
      expect((await browser.go(authorizeAddress(PLAIN, { prompt }))).text).toContain('Log in to')
    }
  })

  test('that logged in because prompt said so comes through', async () => {
    const browser = createBrowser(org)
    await allow(org, PLAIN, { browser })
    const address = authorizeAddress(PLAIN, { prompt: 'login', state: 'kept' })
    const next = location(await logIn(browser, address))
    expect(next.searchParams.has('prompt')).toBe(false)
    expect(params(await browser.go(next.href))).toMatchObject({ code: expect.any(String), state: 'kept' })
  })

  test('that the user approved in is asked for consent again by prompt=consent, or for more scopes', async () => {
    const browser = createBrowser(org)
    await allow(org, PUBLIC, { browser, params: { code_challenge: pkce().challenge, scope: 'api' } })
    const again = (more: Record<string, string>) =>
      browser.go(authorizeAddress(PUBLIC, { code_challenge: pkce().challenge, ...more }))
    expect((await again({ scope: 'api' })).status).toBe(302)
    expect((await again({ scope: 'api', prompt: 'consent' })).text).toContain('Allow access?')
    expect((await again({ scope: 'api refresh_token' })).text).toContain('Allow access?')
    const both = authorizeAddress(PUBLIC, { code_challenge: pkce().challenge, prompt: 'login consent' })
    const next = location(await logIn(browser, both))
    expect(next.searchParams.get('prompt')).toBe('consent')
  })

  test('sees no Allow page for an app the administrator approved for everybody', async () => {
    const app = { ...PLAIN, clientId: 'approved.app', preauthorized: true }
    org.identity.registerApp(app)
    const browser = createBrowser(org)
    const next = location(await logIn(browser, authorizeAddress(app)))
    expect(params(await browser.go(next.href))).toHaveProperty('code')
  })

  test('is logged out by the org, and led nowhere else', async () => {
    const browser = createBrowser(org)
    await allow(org, PLAIN, { browser })
    const sid = browser.cookies.get('local_org_sid')!
    const { text } = await browser.go('/secur/logout.jsp?retUrl=https://evil.example.com/')
    expect(text).toContain('You’re logged out')
    browser.cookies.set('local_org_sid', sid)
    expect((await browser.go(authorizeAddress(PLAIN))).text).toContain('Log in to')
    for (const retUrl of [
      '//evil.example.com',
      '/services/oauth2/authorize?\\x',
      '/services/oauth2/authorize',
    ]) {
      const answer = await browser.go(`/secur/logout.jsp?${new URLSearchParams({ retUrl }).toString()}`)
      expect(answer.status, retUrl).toBe(200)
    }
    const back = await browser.go(
      `/secur/logout.jsp?${new URLSearchParams({ retUrl: authorizeAddress(PLAIN) }).toString()}`,
    )
    expect(back.headers.get('location')).toBe(authorizeAddress(PLAIN))
  })

  test('whose session is two hours idle is asked to log in', async () => {
    const browser = createBrowser(org)
    await allow(org, PLAIN, { browser })
    org.clock.time += 119 * MINUTE
    expect((await browser.go(authorizeAddress(PLAIN))).status).toBe(302)
    org.clock.time += 120 * MINUTE
    expect((await browser.go(authorizeAddress(PLAIN))).text).toContain('Log in to')
  })
})

describe('the Allow page', () => {
  const allowPage = async (browser: Browser, address: string) =>
    browser.go(location(await logIn(browser, address)).href)

  test('says what the app may do, each thing once', async () => {
    const address = authorizeAddress(PLAIN, {
      scope: 'api id profile refresh_token offline_access',
      prompt: 'consent',
    })
    const { text } = await allowPage(createBrowser(org), address)
    const rights = [...text.matchAll(/<span>([^<]+)<\/span\s*>\s*<\/li>/g)].map(([, right]) => right)
    expect(rights).toEqual([
      'Manage user data via APIs',
      'Access the identity URL service',
      'Perform requests at any time',
    ])
    expect(text).toContain(`${org.user.username.split('@')[0]!}<wbr />@`)
  })

  test('denied, tells the app', async () => {
    const browser = createBrowser(org)
    const address = authorizeAddress(PLAIN, { state: '{"a":1}', prompt: 'consent' })
    const page = await allowPage(browser, address)
    const answer = await browser.submit(address, page, { decision: 'deny' })
    expect(answer.headers.get('location')).toBe(
      `${CALLBACK}&error=access_denied&error_description=end-user+denied+authorization&state=%7B%22a%22%3A1%7D`,
    )
  })
})

describe('a form that this org did not give to this browser is refused', () => {
  const address = authorizeAddress(PLAIN, { scope: 'api' })
  const attempt = async (browser: Browser, fields: Record<string, string>, at = address) => {
    const answer = await browser.go(at, new URLSearchParams(fields))
    expect(answer.headers.get('location')).toBeNull()
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('This page is too old')
  }
  const tokenOf = ({ text }: Answer) => /name="token" value="([^"]+)"/.exec(text)![1]!
  const credentials = () => ({ step: 'login', username: org.user.username, pw: org.user.password })

  test('a login from another site, whose form has no token or another browser’s', async () => {
    await attempt(createBrowser(org), credentials())
    const mine = createBrowser(org)
    const page = await mine.go(address)
    await attempt(createBrowser(org), { ...credentials(), token: tokenOf(page) })
    const victim = createBrowser(org)
    await victim.go(address)
    await attempt(victim, { ...credentials(), token: tokenOf(page) })
    await attempt(victim, { ...credentials(), token: '' })
  })

  test('an approval without the page, or with the page of another request', async () => {
    const browser = createBrowser(org)
    await logIn(browser, address)
    await attempt(browser, { step: 'approve', decision: 'allow' })
    await attempt(browser, { decision: 'allow' })
    const page = await browser.go(authorizeAddress(ROTATING, { scope: 'api' }))
    await attempt(browser, { step: 'approve', decision: 'allow', token: tokenOf(page) })
    await attempt(createBrowser(org), { step: 'approve', decision: 'allow', token: tokenOf(page) })
  })

  test('an approval with the token of a login page', async () => {
    const browser = createBrowser(org)
    const login = await browser.go(address)
    await logIn(browser, address)
    await attempt(browser, { step: 'approve', decision: 'allow', token: tokenOf(login) })
  })
})

test('the Salesforce CLI’s own app is known to every org', async () => {
  expect(org.identity.apps()[0]).toBe(PLATFORM_CLI)
  const { json } = await connect(org, PLATFORM_CLI, {
    params: { scope: 'refresh_token api web', prompt: 'login' },
  })
  expect(json['scope']).toBe('refresh_token api web')
  expect(dataApi(org, json.access_token)).toBe('let in')
})

test('who drives the org without a browser gets what its pages would have come to', async () => {
  const { verifier, challenge } = pkce()
  const address = authorizeAddress(TEAM_VIEW, { code_challenge: challenge, state: 'kept', scope: 'openid' })
  const { searchParams } = new URL(org.identity.allow(org.url + address, org.user.userId))
  expect(searchParams.get('state')).toBe('kept')
  const exchanged = await token(org, {
    ...{ grant_type: 'authorization_code', code: searchParams.get('code')!, code_verifier: verifier },
    ...{ redirect_uri: TEAM_VIEW.redirectUris[0]!, ...client(TEAM_VIEW) },
  })
  expect(exchanged.status).toBe(200)
  expect(() => org.identity.allow(org.url + address, org.inactive!.userId)).toThrow('no active user')
})

test('an app with several callback addresses gets the browser back at the one it named', async () => {
  const redirect_uri = PLAIN.redirectUris[1]!
  const browser = createBrowser(org)
  await allow(org, PLAIN, { browser })
  const answer = await browser.go(authorizeAddress(PLAIN, { redirect_uri }))
  expect(location(answer).origin + location(answer).pathname).toBe(redirect_uri)
  const exchanged = await token(org, {
    grant_type: 'authorization_code',
    code: params(answer)['code']!,
    redirect_uri,
    ...client(PLAIN),
  })
  expect(exchanged.status).toBe(200)
})

test('an app with a scheme of its own gets the browser back too', async () => {
  const app = { ...PLAIN, clientId: 'phone.app', redirectUris: ['teamview://oauth/done'] }
  org.identity.registerApp(app)
  const page = await get(org, authorizeAddress(app))
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' teamview:")
  expect((await allow(org, app)).get('code')).toBeTruthy()
})

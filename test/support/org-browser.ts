import { isSecret } from './canary/watch.ts'

/** Who logs in at an org's login page, and what they choose on its Allow page. */
export interface LogIn {
  username: string
  password: string
  decision?: 'allow' | 'deny'
}

/**
 * A browser as far as an org's login needs one: cookies, redirects and forms. It goes to an authorize address, logs in,
 * allows or denies, and answers where the org sends it in the end, without going there.
 */
export async function logInAtOrg(
  authorizeUrl: string,
  { username, password, decision }: LogIn,
): Promise<URL> {
  isSecret(password)
  const org = new URL(authorizeUrl).origin
  const browser = createBrowser(org)
  let page = await browser.go(authorizeUrl)
  // A login page, an Allow page, and a redirect after each: more steps than that are a circle.
  for (let step = 0; step < 8; step++) {
    if (page.location !== undefined) {
      const next = new URL(page.location, page.url)
      if (next.origin !== org) return next
      page = await browser.go(next.href)
    } else if (page.text.includes('name="pw"')) {
      if (page.text.includes('role="alert"')) throw new Error('the org does not let this user in')
      page = await browser.submit(page, { username, pw: password })
    } else if (page.text.includes('id="oaapprove"')) {
      page = await browser.submit(page, { decision: decision ?? 'allow' })
    } else
      throw new Error(`the org shows another page: ${/<h1>(.*?)<\/h1>/s.exec(page.text)?.[1] ?? page.text}`)
  }
  throw new Error('the org sends the browser in a circle')
}

interface Page {
  url: string
  text: string
  location: string | undefined
}

function createBrowser(org: string) {
  const cookies = new Map<string, string>()
  async function go(url: string, form?: URLSearchParams): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      cookies.set(name, value)
    }
    if (!url.startsWith(org)) throw new Error('the browser left the org')
    return { url, text: await response.text(), location: response.headers.get('location') ?? undefined }
  }
  /** Sends the form of a page, its hidden fields included. */
  function submit({ url, text }: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
    const hidden = [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
    return go(
      url,
      new URLSearchParams([
        ...hidden.map(([, name = '', value = '']): [string, string] => [name, value]),
        ...Object.entries(fields),
      ]),
    )
  }
  return { go, submit }
}

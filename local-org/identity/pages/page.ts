import type { OAuthReply } from '../parts.ts'
import { html, type Html } from './html.ts'
import { STYLE, STYLE_SOURCE } from './style.ts'

/** Not written as markup: one more space and the policy would know the style no more. */
const STYLE_ELEMENT: Html = { html: `<style>${STYLE}</style>` }

export interface Page {
  readonly title: string
  readonly body: Html
  readonly status?: number
  /** Where a form of this page may send the browser in the end, besides the org itself. */
  readonly leadsTo?: string
  readonly cookies?: readonly string[]
}

/** A whole page: no script, nothing from elsewhere, shown in no frame. */
export function page({ title, body, status = 200, leadsTo, cookies = [] }: Page): OAuthReply {
  const { html: markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>${body}</main>
        <footer>A local org: it runs on this machine, and its people are made up.</footer>
      </body>
    </html>`
  return {
    status,
    body: markup,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'content-security-policy': policy(leadsTo),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
  }
}

/** Browsers hold a form to this list even when its answer redirects, so the app's address must be on it. */
function policy(leadsTo: string | undefined): string {
  const targets = ["'self'", ...(leadsTo === undefined ? [] : [sourceOf(leadsTo)])].join(' ')
  return [
    "default-src 'none'",
    `style-src ${STYLE_SOURCE}`,
    'img-src data:',
    `form-action ${targets}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function sourceOf(address: string): string {
  const { origin, protocol } = new URL(address)
  return origin === 'null' ? protocol : origin
}

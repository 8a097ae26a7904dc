import { html, type Html } from './html.ts'

/** What stands around every page: the documentation's, and those of the console with a style of their own. */
export function page(title: string, content: Html, style = '/docs/style.css'): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${style}" />
      </head>
      <body>
        ${content}
      </body>
    </html>`.text
}

/** What anybody may look at, from the pages that lead somewhere. */
export const LOOK_AT_IT = html`<section aria-labelledby="look">
  <h2 id="look">Look at it</h2>
  <ul>
    <li><a href="/docs">API reference</a>, and the same as <a href="/openapi.json">OpenAPI 3.1</a></li>
    <li><a href="/readyz">Is it ready?</a> and <a href="/metrics">its figures</a> for Prometheus</li>
  </ul>
</section>`

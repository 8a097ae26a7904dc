import type { PageBundle } from './build/index.ts'

const THEMES = new Set(['light', 'dark'])

export const LIVE_RELOAD = '/lightning-host/live-reload.js'

/** Scripts only from here, none inline: a page that runs the package's code as strictly as Salesforce does. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The base components place menus and bars with style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The page before its scripts run: empty, but in the right theme from the first moment. */
export function pageDocument(
  bundle: PageBundle | undefined,
  options: { theme: string | null; watch: boolean },
) {
  const theme = options.theme && THEMES.has(options.theme) ? options.theme : undefined
  return `<!doctype html>
<html lang="en" class="slds-color-scheme--${theme ?? 'system'}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="${theme ?? 'light dark'}" />
    <title>Team View</title>
${[...(bundle ? bundleTags(bundle) : []), ...(options.watch ? [reloadTag(bundle)] : [])].map((tag) => `    ${tag}\n`).join('')}  </head>
  <body>
    <noscript><p class="no-script">This page is made of Lightning web components, which need JavaScript.</p></noscript>
  </body>
</html>
`
}

function bundleTags({ base, page }: PageBundle): string[] {
  return [
    `<link rel="icon" href="/assets/${page}/favicon.svg" type="image/svg+xml" />`,
    `<link rel="stylesheet" href="/assets/${base}/slds.css" />`,
    `<link rel="stylesheet" href="/assets/${page}/page.css" />`,
    // Fetched while the page's data is; run only when the viewer is known.
    `<link rel="modulepreload" href="/assets/${base}/base.js" />`,
    `<link rel="modulepreload" href="/assets/${page}/app.js" />`,
    `<script type="module" src="/assets/${page}/main.js"></script>`,
  ]
}

function reloadTag(bundle: PageBundle | undefined): string {
  return `<script type="module" src="${LIVE_RELOAD}?page=${bundle?.page ?? ''}"></script>`
}

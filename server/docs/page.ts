import { ERRORS } from '../errors.ts'
import type { Door } from '../http/callers.ts'
import { SESSION_COOKIE } from '../http/cookies.ts'
import type { AnyEndpoint } from '../http/endpoint.ts'
import { html, type Html } from './html.ts'
import { codesOf, descriptionOf, type OpenApiDocument } from './openapi.ts'
import { answersOf, fieldsOf, type FieldRow } from './schema-rows.ts'

const DOORS: Record<Door, { title: string; key: string }> = {
  widget: {
    title: 'Widget',
    key: 'Authorization: Bearer, with an RS256 JWT signed by a trusted org’s certificate. Its claims, all required: iss, the organisation id; sub, the Salesforce user’s id; aud, this server’s WIDGET_AUDIENCE; iat and exp, at most 10 minutes apart; jti, a random text',
  },
  console: {
    title: 'Console',
    key: `the cookie ${SESSION_COOKIE}, a session of a user who has a role. What changes something must come from a page of this server: Sec-Fetch-Site: same-origin, or Origin with the address of this server`,
  },
  data: { title: 'Data', key: 'a data API key' },
  px: { title: 'Product experience', key: 'a PX token' },
  open: { title: 'Open', key: 'no key' },
}

export interface Reason {
  status: string
  code: string
  message: string
  action: string
}

/** The API as a page for people. It needs no script, and everything on it comes from the list of endpoints. */
export function docsPage(
  endpoints: readonly AnyEndpoint[],
  document: OpenApiDocument,
  reasons: readonly Reason[],
): string {
  const byDoor = Map.groupBy(endpoints, (endpoint) => endpoint.door as Door)
  return page(
    'Team View API',
    html`<header>
        <p class="eyebrow">Team View ${document.info.version}</p>
        <h1>API reference</h1>
        <p class="lead">
          One server, four doors: widget, console, data and product experience. Each has its own kind of
          caller, and none takes another’s key. A door that is not described here is closed in this version.
          The same as
          <a href="/openapi.json">OpenAPI 3.1</a>.
        </p>
        <nav aria-label="On this page">
          <ul>
            ${[...byDoor.keys()].map((door) => html`<li><a href="#door-${door}">${DOORS[door].title}</a></li>`)}
            <li><a href="#reasons">Reasons</a></li>
            <li><a href="#errors">Errors</a></li>
          </ul>
        </nav>
      </header>
      <main>
        ${[...byDoor].map(([door, list]) => doorSection(door, list))} ${reasonSection(reasons)}
        ${errorSection()}
      </main>`,
  )
}

export function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        ${content}
      </body>
    </html>`.text
}

function doorSection(door: Door, endpoints: readonly AnyEndpoint[]): Html {
  return html`<section aria-labelledby="door-${door}">
    <h2 id="door-${door}">${DOORS[door].title}</h2>
    <p class="key">Key: ${DOORS[door].key}.</p>
    ${endpoints.map(endpointArticle)}
  </section>`
}

function endpointArticle(endpoint: AnyEndpoint): Html {
  const input = [
    ...fieldsOf('path', endpoint.params),
    ...fieldsOf('query', endpoint.query),
    ...fieldsOf('body', endpoint.body),
  ]
  return html`<article id="${endpoint.name}">
    <h3>
      <span class="method ${endpoint.method.toLowerCase()}">${endpoint.method}</span>
      <code>${endpoint.path}</code>
    </h3>
    <p>${endpoint.summary}${endpoint.summary.endsWith('?') ? '' : '.'} ${descriptionOf(endpoint)}</p>
    ${input.length > 0 && fieldTable('Request', input)}
    ${endpoint.answer && answersOf(endpoint.answer).map(({ title, rows }) => fieldTable(title, rows))}
    ${endpoint.redirects !== undefined && html`<p>Sends the browser on: ${endpoint.redirects}</p>`}
    <p class="errors">
      Errors: ${codesOf(endpoint).map((code) => html`<a href="#${code}"><code>${code}</code></a> `)}
    </p>
  </article>`
}

function fieldTable(title: string, rows: readonly FieldRow[]): Html {
  return html`<div class="table" role="group" aria-label="${title}" tabindex="0">
    <table>
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <td><code>${row.name}</code>${row.optional && html` <small>optional</small>`}</td>
              <td>${row.type}</td>
              <td>${row.description}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function reasonSection(reasons: readonly Reason[]): Html {
  return html`<section aria-labelledby="reasons">
    <h2 id="reasons">Reasons</h2>
    <p>Answers, with status 200: there is no customer to show, and this is what to do about it.</p>
    ${codeTable(
      'Reasons',
      reasons.map((r) => ({ code: r.code, note: r.status, meaning: r.message, action: r.action })),
    )}
  </section>`
}

function errorSection(): Html {
  return html`<section aria-labelledby="errors">
    <h2 id="errors">Errors</h2>
    <p>
      <code>{"error": {"code", "message", "action", "requestId", "details"}}</code>. Codes are stable; texts
      may improve.
    </p>
    ${codeTable(
      'Errors',
      Object.entries(ERRORS).map(([code, e]) => ({
        code,
        note: String(e.status),
        meaning: e.meaning,
        action: e.action,
      })),
    )}
  </section>`
}

function codeTable(
  label: string,
  rows: readonly { code: string; note: string; meaning: string; action: string }[],
): Html {
  return html`<div class="table" role="group" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col">Status</th>
          <th scope="col">Meaning</th>
          <th scope="col">What to do</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr id="${row.code}">
              <td><code>${row.code}</code></td>
              <td>${row.note}</td>
              <td>${row.meaning}</td>
              <td>${row.action}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

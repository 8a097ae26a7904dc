import type { Door } from '../http/callers.ts'
import { SESSION_COOKIE } from '../http/cookies.ts'
import type { AnyEndpoint } from '../http/endpoint.ts'
import { codesSection, errorSection, type Codes } from './code-table.ts'
import { contents } from './contents.ts'
import { html, type Html } from './html.ts'
import { codesOf, descriptionOf, type OpenApiDocument } from './openapi.ts'
import { answersOf, fieldsOf, type FieldRow } from './schema-rows.ts'
import { page } from './shell.ts'

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

/** The API as a page for people. It needs no script, and everything on it comes from the list of endpoints. */
export function docsPage(
  endpoints: readonly AnyEndpoint[],
  document: OpenApiDocument,
  codes: readonly Codes[],
): string {
  const byDoor = Map.groupBy(endpoints, (endpoint) => endpoint.door as Door)
  const parts = [...byDoor].map(([door, list]) => {
    return { id: `door-${door}`, title: DOORS[door].title, endpoints: list }
  })
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
      </header>
      <div class="with-contents">
        ${contents(parts, [...codes, { id: 'errors', title: 'Errors' }])}
        <main>
          ${[...byDoor].map(([door, list]) => doorSection(door, list))} ${codes.map(codesSection)}
          ${errorSection()}
          <a class="to-contents" href="#contents">Contents</a>
        </main>
      </div>`,
  )
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
    ${endpoint.answer && answersOf(endpoint.answer).map(answerTable)}
    ${endpoint.redirects !== undefined && html`<p>Sends the browser on: ${endpoint.redirects}</p>`}
    <p class="errors">
      Errors: ${codesOf(endpoint).map((code) => html`<a href="#${code}"><code>${code}</code></a> `)}
    </p>
  </article>`
}

/** Long, and looked up rather than read. */
const answerTable = ({ title, rows }: { title: string; rows: readonly FieldRow[] }): Html =>
  html`<details>
    <summary>${title}, ${rows.length} ${rows.length === 1 ? 'field' : 'fields'}</summary>
    ${fieldTable(title, rows)}
  </details>`

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

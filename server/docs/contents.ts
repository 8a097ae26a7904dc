import type { AnyEndpoint } from '../http/endpoint.ts'
import { html, type Html } from './html.ts'

export interface Part {
  id: string
  title: string
  endpoints: readonly AnyEndpoint[]
}

/** A way to every endpoint: a part opens without a script, and on a phone a link at the foot leads back here. */
export const contents = (parts: readonly Part[], tables: readonly { id: string; title: string }[]): Html =>
  html`<nav aria-labelledby="contents">
    <h2 id="contents">Contents</h2>
    <ul>
      ${parts.map(
        ({ id, title, endpoints }) =>
          html`<li>
            <details>
              <summary>${title} <small>${endpoints.length}</small></summary>
              <ul>
                <li><a href="#${id}">About this door</a></li>
                ${endpoints.map(entry)}
              </ul>
            </details>
          </li>`,
      )}
      ${tables.map(({ id, title }) => html`<li class="table-of"><a href="#${id}">${title}</a></li>`)}
    </ul>
  </nav>`

const entry = ({ name, method, path, summary }: AnyEndpoint): Html =>
  html`<li>
    <a href="#${name}" title="${summary}"><small>${method}</small> ${path}</a>
  </li>`

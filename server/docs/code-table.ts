import { ERRORS } from '../errors.ts'
import { html, type Html } from './html.ts'

/** Codes of one kind, with their words. */
export interface Codes {
  id: string
  title: string
  lead: string
  codes: readonly Code[]
}

interface Code {
  code: string
  message: string
  action: string
  note?: string
}

/** Rows have an address of their own where they are the only ones of their name: an error comes first. */
export const codesSection = ({ id, title, lead, codes }: Codes): Html =>
  section({ id, title, lead: html`${lead}` }, codes, (code) => `${id}-${code}`)

export const errorSection = (): Html =>
  section(
    {
      id: 'errors',
      title: 'Errors',
      lead: html`<code>{"error": {"code", "message", "action", "requestId", "details"}}</code>. Codes are
        stable; texts may improve.`,
    },
    Object.entries(ERRORS).map(([code, { status, meaning: message, action }]) => {
      return { code, note: String(status), message, action }
    }),
    (code) => code,
  )

function section(
  { id, title, lead }: { id: string; title: string; lead: Html },
  codes: readonly Code[],
  idOf: (code: string) => string,
): Html {
  const hasNotes = codes.some(({ note }) => note !== undefined)
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <p>${lead}</p>
    <div class="table" role="group" aria-label="${title}" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Code</th>
            ${hasNotes && html`<th scope="col">Status</th>`}
            <th scope="col">Meaning</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          ${codes.map(
            ({ code, note, message, action }) =>
              html`<tr id="${idOf(code)}">
                <td><code>${code}</code></td>
                ${hasNotes && html`<td>${note}</td>`}
                <td>${message}</td>
                <td>${action}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

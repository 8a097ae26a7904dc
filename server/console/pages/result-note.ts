import { html, type Html } from '../../docs/index.ts'
import { ERRORS } from '../../errors.ts'
import type { Result } from '../result.ts'
import { ALERT_SIGN, TICK_SIGN } from './marks.ts'

/** How an authorization ended, in words: what happened, and what to do. */
export function resultNote(result: Result): Html {
  const named = result.connection === undefined ? 'The connection' : `“${result.connection}”`
  if (result.code === 'AUTHORIZED') {
    const { paused } = result
    return note(paused ? 'amber' : 'good', {
      title: `${named} is authorized`,
      words: paused
        ? [paused.message, paused.action]
        : ['Salesforce let Team View in. Nothing else needs to be done.'],
    })
  }
  const { meaning, action } = ERRORS[result.code]
  return note('amber', {
    title: `${named} was not authorized`,
    words: [meaning, ...(result.said ?? []).map((words) => `Salesforce says: ${words}`), action],
    code: result.code,
  })
}

function note(
  look: 'good' | 'amber',
  { title, words, code }: { title: string; words: readonly string[]; code?: string },
): Html {
  return html`<section class="result ${look}" aria-labelledby="result">
    ${look === 'good' ? TICK_SIGN : ALERT_SIGN}
    <div>
      <h2 id="result">${title}</h2>
      ${words.map((sentence) => html`<p>${sentence}</p>`)}
      ${
        code !== undefined &&
        html`<p>
          Code: <a href="/docs#${code}"><code>${code}</code></a>
        </p>`
      }
    </div>
  </section>`
}

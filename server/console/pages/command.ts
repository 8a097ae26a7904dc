import { html, type Html } from '../../docs/index.ts'

/** A line for the terminal: it does not break but scrolls, by the keyboard too. */
export const command = (line: string): Html =>
  html`<pre tabindex="0" role="group" aria-label="Command"><code>${line}</code></pre>`

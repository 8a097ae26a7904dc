import { NOTE_STYLE } from '../../docs/index.ts'

/** The look of the pages at the door, light and dark, after Salesforce's own: one card on a quiet ground. */
export const DOOR_STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f3f5f9, #0d131d);
  --glow: light-dark(#dbe9fd, #10284d);
  --card: light-dark(#ffffff, #17202d);
  --line: light-dark(#dde4ee, #2b384b);
  --text: light-dark(#181d26, #edf2fa);
  --soft: light-dark(#4b5768, #a9b6c8);
  --accent: light-dark(#0b62ce, #7ab5ff);
  --accent-strong: light-dark(#084a9e, #a6ceff);
  --on-accent: light-dark(#ffffff, #06182f);
  --control-line: light-dark(#70809a, #6d7f99);
  --chip: light-dark(#eef4fc, #1e2a3b);
  --warn: light-dark(#8a4600, #ffbe70);
  --warn-back: light-dark(#fff3e2, #38280f);
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; padding: 2rem 1rem 1.25rem;
  display: grid; grid-template: 1fr auto / minmax(0, 1fr); justify-items: center; align-items: center; gap: 1.5rem;
  color: var(--text); font: 1rem/1.5 'Salesforce Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif;
  background: radial-gradient(70rem 34rem at 50% -12rem, var(--glow), transparent 70%) no-repeat, var(--page);
}
main {
  width: 100%; max-width: 26.5rem; padding: 2.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 1.25rem; box-shadow: 0 1px 2px rgb(16 30 54 / 6%), 0 16px 40px -16px rgb(16 30 54 / 22%);
}
.product { display: flex; align-items: center; gap: .75rem; margin: 0 0 1.75rem; font-weight: 600; color: var(--soft) }
.mark { width: 2.75rem; height: 2.75rem; padding: .125rem; flex: none; border-radius: .75rem }
.mark.ours { color: var(--on-accent); background: var(--accent) }
.mark.alert { color: var(--warn); background: var(--warn-back) }
h1 { margin: 0; font-size: 1.625rem; line-height: 1.25; letter-spacing: -.015em; text-wrap: balance }
p { margin: 0 }
.lead { margin-top: .5rem; color: var(--soft); text-wrap: pretty }
form { margin: 1.75rem 0 0 }
form + form { margin-top: .75rem }
button, .button {
  display: flex; align-items: center; justify-content: center; gap: .625rem; width: 100%; min-height: 2.875rem;
  padding: .5rem 1.25rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none;
  color: var(--accent); background: transparent; border: 1px solid var(--control-line); border-radius: 1.5rem; cursor: pointer;
}
button span { min-width: 0; overflow-wrap: anywhere }
button:hover, .button:hover { border-color: var(--accent-strong); color: var(--accent-strong) }
button.main, .button.main { color: var(--on-accent); background: var(--accent); border-color: var(--accent) }
button.main:hover, .button.main:hover { color: var(--on-accent); background: var(--accent-strong); border-color: var(--accent-strong) }
.cloud { width: 1.5rem; height: 1.5rem; flex: none }
.ways { display: grid; gap: .75rem; margin-top: 1.75rem }
a { color: var(--accent); text-underline-offset: .15em }
a:hover { color: var(--accent-strong) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.note { margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--soft) }
dl.note { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .25rem .875rem; margin-bottom: 0 }
dd { margin: 0 }
.note strong { color: var(--text); font-weight: 600 }
.details { margin: 1rem 0 0; padding-inline-start: 1.25rem; color: var(--soft) }
details { margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: .9375rem; color: var(--soft) }
summary { cursor: pointer; border-radius: .25rem; color: var(--accent); font-weight: 600 }
summary:hover { color: var(--accent-strong) }
details p { margin-top: .625rem }
pre { margin: .75rem 0 0; padding: .625rem .875rem; background: var(--chip); border-radius: .625rem; color: var(--text) }
code { font: .9em/1.4 ui-monospace, SFMono-Regular, Menlo, 'Liberation Mono', monospace; overflow-wrap: anywhere }
${NOTE_STYLE}
footer { font-size: .875rem; color: var(--soft) }
@media (max-width: 30rem) {
  body { padding: .75rem .75rem 1rem; align-items: start }
  main { padding: 1.5rem 1.25rem 1.75rem; border-radius: 1rem }
  .product { margin-bottom: 1.25rem }
  h1 { font-size: 1.4375rem }
}
@media (forced-colors: active) {
  .mark, button.main, .button.main { border: 1px solid }
}
`

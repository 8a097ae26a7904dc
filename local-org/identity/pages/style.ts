import { createHash } from 'node:crypto'

/** The whole look of the login pages, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#eef4ff, #0a1020);
  --glow: light-dark(#cfe3ff, #14306b);
  --glow-2: light-dark(#e6dcff, #2a1c5c);
  --card: light-dark(#ffffff, #131b2e);
  --line: light-dark(#d5deec, #2b3752);
  --text: light-dark(#0f1b33, #eef3ff);
  --soft: light-dark(#4a5873, #a9b7d3);
  --field: light-dark(#ffffff, #0c1322);
  --field-line: light-dark(#6f7f9d, #66779a);
  --accent: light-dark(#0b5cd6, #7db2ff);
  --accent-strong: light-dark(#0847a8, #a5caff);
  --on-accent: light-dark(#ffffff, #07142b);
  --bad: light-dark(#a31621, #ffb3b0);
  --bad-back: light-dark(#fdecec, #3a1518);
  --bad-line: light-dark(#e9aeb1, #7a2d31);
  --chip: light-dark(#eef4ff, #1c2944);
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; grid-template: 1fr auto / minmax(0, 1fr);
  justify-items: center; align-items: center; gap: 1.5rem; padding: 2.5rem 1rem 1.25rem;
  color: var(--text); line-height: 1.5; font-size: 1rem;
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  background:
    radial-gradient(60rem 36rem at 12% -8%, var(--glow), transparent 62%),
    radial-gradient(52rem 34rem at 96% 108%, var(--glow-2), transparent 60%),
    var(--page);
}
main {
  width: 100%; max-width: 27rem; padding: 2.25rem; border: 1px solid var(--line); border-radius: 1.25rem;
  background: var(--card);
  box-shadow: 0 1px 2px rgb(15 27 51 / 6%), 0 18px 50px -12px rgb(15 27 51 / 22%);
}
.marks { display: flex; align-items: center; justify-content: center; gap: .75rem; margin-bottom: 1.25rem }
.mark { display: block; width: 3.5rem; height: 3.5rem; border-radius: 1rem; flex: none }
.mark.app {
  display: grid; place-items: center; font-size: 1.25rem; font-weight: 700; letter-spacing: .02em;
  color: var(--text); background: var(--chip); border: 1px solid var(--line);
}
.link { width: 2.25rem; height: .375rem; color: var(--field-line) }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.012em; text-align: center; text-wrap: balance }
.lead { margin: .5rem 0 0; color: var(--soft); text-align: center; text-wrap: balance }
.lead strong, .who strong { color: var(--text); font-weight: 600; overflow-wrap: anywhere }
form { margin: 1.75rem 0 0 }
label { display: block; margin: 0 0 .375rem; font-weight: 600; font-size: .9375rem }
input {
  display: block; width: 100%; height: 2.875rem; margin: 0 0 1.125rem; padding: 0 .875rem; font: inherit; color: inherit;
  background: var(--field); border: 1px solid var(--field-line); border-radius: .625rem;
}
input:hover { border-color: var(--accent) }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
input[aria-invalid='true'] { border-color: var(--bad) }
button {
  min-height: 2.875rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; border-radius: .625rem; cursor: pointer;
  color: var(--text); background: transparent; border: 1px solid var(--field-line);
}
button:hover { border-color: var(--accent); color: var(--accent) }
button.main { color: var(--on-accent); background: var(--accent); border-color: var(--accent) }
button.main:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent) }
button.wide { width: 100%; margin-top: .375rem }
.choice { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin-top: 1.5rem }
a { color: var(--accent); text-underline-offset: .15em }
a:hover { color: var(--accent-strong) }
.alert {
  margin: 1.5rem 0 -.25rem; padding: .75rem .875rem; font-size: .9375rem; border-radius: .625rem;
  color: var(--bad); background: var(--bad-back); border: 1px solid var(--bad-line);
}
.rights { margin: 1.5rem 0 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .875rem }
.rights li { display: flex; gap: .75rem; align-items: center; padding: .75rem .875rem }
.rights li + li { border-top: 1px solid var(--line) }
.rights svg { width: 1.25rem; height: 1.25rem; flex: none; color: var(--accent) }
.who {
  display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: .75rem; margin: 1.25rem 0 0;
  padding: .75rem .875rem; font-size: .875rem; background: var(--chip); border-radius: .875rem;
}
.who p { margin: 0; line-height: 1.35; color: var(--soft); overflow-wrap: anywhere }
.who p > * { display: block }
.who strong { font-size: .9375rem }
.face {
  display: grid; place-items: center; width: 2.25rem; height: 2.25rem; border-radius: 50%; font-size: .8125rem;
  font-weight: 700; color: var(--on-accent); background: var(--accent);
}
.note { margin: 1.25rem 0 0; font-size: .875rem; color: var(--soft); text-align: center; text-wrap: balance }
code {
  display: block; margin: 1.25rem 0 0; padding: .75rem .875rem; font-size: .8125rem; overflow-wrap: anywhere;
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  background: var(--chip); border-radius: .625rem;
}
footer { font-size: .8125rem; color: var(--soft); text-align: center; text-wrap: balance }
@media (max-width: 30rem) {
  body { padding: 1rem .75rem; align-items: start }
  main { padding: 1.5rem 1.25rem; border-radius: 1rem }
  .mark { width: 3rem; height: 3rem; border-radius: .875rem }
  h1 { font-size: 1.375rem }
}
`

/** Lets this style through a policy that lets no other. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

import { NOTE_STYLE } from './note-style.ts'

/** The stylesheet of the pages this server renders itself. Colours are pairs, one for light and one for dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#16202e, #e8ecf2);
  --quiet: light-dark(#515e70, #a3b0c2);
  --line: light-dark(#dde3ea, #2c3745);
  --page: light-dark(#f5f7fa, #10151c);
  --card: light-dark(#ffffff, #18202a);
  --link: light-dark(#0b5cab, #7db8ff);
  --get: light-dark(#056764, #59d3c4);
  --change: light-dark(#8a4600, #ffb75d);
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif }
header, main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 0 }
main { padding-bottom: 5rem; padding-top: 0 }
h1 { font-size: 2.25rem; line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 .75rem }
h2 { font-size: 1.4rem; margin: 3rem 0 .25rem; letter-spacing: -0.01em }
h3 { font-size: 1.05rem; margin: 0 0 .5rem; display: flex; gap: .6rem; align-items: baseline; flex-wrap: wrap; overflow-wrap: anywhere }
p { margin: 0 0 1rem }
a { color: var(--link); text-underline-offset: .15em }
code { font: .92em/1.4 ui-monospace, SFMono-Regular, Menlo, "Liberation Mono", monospace; overflow-wrap: anywhere }
small, .key, .eyebrow, .errors { color: var(--quiet) }
.eyebrow { margin: 0 0 .25rem; font-size: .9rem }
.lead { font-size: 1.125rem; max-width: 44rem }
.errors { margin: 1rem 0 0; font-size: .9rem }
nav h2 { font-size: 1.05rem; margin: 0 0 .5rem }
nav ul { list-style: none; padding: 0; margin: 0 }
nav details ul { padding-inline-start: .5rem; margin: .25rem 0 .75rem; border-inline-start: 2px solid var(--line) }
nav li a { display: block; padding: .25rem .5rem; font-size: .9rem; overflow-wrap: anywhere; text-decoration: none }
nav li a:hover { text-decoration: underline }
nav summary, .table-of { padding: .25rem 0 }
nav .table-of a { padding-inline: 0; font-size: 1rem }
summary { cursor: pointer; font-weight: 600 }
article details { margin: .75rem 0 }
article, h2, tr { scroll-margin-top: 1rem }
.with-contents { max-width: 60rem; margin: 0 auto }
.with-contents nav { padding: 1.5rem 1.25rem 0 }
.to-contents { position: fixed; inset: auto 1rem 1rem auto; padding: .5rem 1rem; border-radius: 1.5rem; background: var(--link); color: var(--card); font-weight: 600; text-decoration: none }
@media (min-width: 70rem) {
  .with-contents { max-width: 80rem; display: grid; grid-template-columns: 20rem minmax(0, 1fr) }
  .with-contents nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; align-self: start }
  .with-contents main { margin: 0 }
  header:has(+ .with-contents) { max-width: 80rem }
  .to-contents { display: none }
}
article { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 1rem 0 }
.method { font: 700 .75rem/1 ui-monospace, Menlo, "Liberation Mono", monospace; letter-spacing: .06em; color: var(--change) }
.method.get { color: var(--get) }
.table { overflow-x: auto; margin: .75rem 0 }
section > .table { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .5rem 1.25rem }
table { border-collapse: collapse; width: 100%; min-width: 36rem; font-size: .92rem }
caption { text-align: start; font-weight: 600; padding: .5rem 0 }
th, td { text-align: start; vertical-align: top; padding: .45rem 1rem .45rem 0; border-top: 1px solid var(--line) }
thead th { border-top: 0; color: var(--quiet); font-weight: 500 }
td:first-child { min-width: 10rem }
td code { overflow-wrap: normal; white-space: nowrap }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem 1.5rem; margin: 0 0 1.5rem }
.bar .eyebrow { margin: 0 }
.who { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; font-size: .9rem }
@media (max-width: 40rem) { .who { width: 100%; justify-content: space-between } }
.who .role { color: var(--quiet) }
button { font: inherit; font-weight: 600; color: var(--card); background: var(--link); border: 0; border-radius: .5rem; padding: .65rem 1.25rem; cursor: pointer }
button.quiet { color: var(--link); background: transparent; border: 1px solid var(--quiet); padding: .3rem .9rem }
button.quiet:hover { border-color: var(--link) }
.steps { padding-inline-start: 1.25rem }
.steps li { margin: 0 0 .75rem }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: .5rem 0 }
${NOTE_STYLE}`

/** What just happened, told at the top of a page: calm and green when it went well, amber when it did not. */
export const NOTE_STYLE = `
:root {
  --good: light-dark(#0b5a37, #7fd8a8);
  --good-back: light-dark(#e7f6ee, #11301f);
  --amber: light-dark(#7a3e00, #ffbe70);
  --amber-back: light-dark(#fff3e2, #38280f);
}
.result { display: flex; gap: .875rem; align-items: flex-start; margin: 1.5rem 0 0; padding: 1rem 1.125rem; border-radius: .75rem; border: 1px solid }
.result.good { color: var(--good); background: var(--good-back) }
.result.amber { color: var(--amber); background: var(--amber-back) }
.result svg { width: 1.5rem; height: 1.5rem; flex: none }
.result > div { min-width: 0 }
.result h2 { margin: 0; font-size: 1.0625rem; line-height: 1.4; letter-spacing: 0; overflow-wrap: anywhere }
.result p { margin: .375rem 0 0; font-size: .9375rem; text-wrap: pretty }
.result a { color: inherit }
.result + .lead { margin-top: 1.25rem }
pre { white-space: pre; overflow-x: auto; overflow-wrap: normal }
pre code { overflow-wrap: normal }
`

import { html, type Html } from './html.ts'

/** The org's own mark: one of many, and what holds them together. */
export const ORG_MARK: Html = html`<svg class="mark" viewBox="0 0 56 56" aria-hidden="true">
  <defs>
    <linearGradient id="sky" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="#2485ff" />
      <stop offset="1" stop-color="#5a3ff0" />
    </linearGradient>
  </defs>
  <rect width="56" height="56" rx="14" fill="url(#sky)" />
  <path
    d="M28 19 V28 M15 38 V32 Q15 28 19 28 H37 Q41 28 41 32 V38"
    fill="none"
    stroke="#ffffff"
    stroke-opacity=".55"
    stroke-width="2.5"
  />
  <circle cx="28" cy="16" r="6" fill="#ffffff" />
  <circle cx="15" cy="40" r="5" fill="#cfe0ff" />
  <circle cx="28" cy="40" r="5" fill="#ffd36b" />
  <circle cx="41" cy="40" r="5" fill="#cfe0ff" />
  <path d="M28 28 V35" stroke="#ffffff" stroke-opacity=".55" stroke-width="2.5" />
</svg>`

/** Two marks and the line between them: who asks, and whom. */
export function appAndOrg(appName: string): Html {
  return html`<div class="marks" aria-hidden="true">
    <span class="mark app">${initials(appName)}</span>
    <svg class="link" viewBox="0 0 36 6">
      <g fill="currentColor">
        <circle cx="3" cy="3" r="2" />
        <circle cx="13" cy="3" r="2" />
        <circle cx="23" cy="3" r="2" />
        <circle cx="33" cy="3" r="2" />
      </g>
    </svg>
    ${ORG_MARK}
  </div>`
}

export function orgAlone(): Html {
  return html`<div class="marks">${ORG_MARK}</div>`
}

export const TICK: Html = html`<svg viewBox="0 0 20 20" aria-hidden="true" fill="none">
  <circle cx="10" cy="10" r="9" fill="currentColor" fill-opacity=".14" />
  <path
    d="M5.8 10.4 8.7 13.2 14.3 7.2"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
</svg>`

/** `TV` for Team View. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')
}

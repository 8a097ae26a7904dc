import { Html } from '../../docs/index.ts'

/** Drawn here, so that a page needs no file. What they say, the text beside them says too. */
const mark = (className: string, drawing: string): Html =>
  new Html(
    `<svg class="mark ${className}" viewBox="0 0 48 48" aria-hidden="true" focusable="false">${drawing}</svg>`,
  )

const STROKE =
  'fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"'

/** Team View's own: a customer's pulse. */
export const PULSE = mark('ours', `<path ${STROKE} d="M8 25h8l4.5-11 8 21 4.5-10h7"/>`)

export const KEY = mark(
  'ours',
  `<g ${STROKE}><circle cx="17" cy="31" r="7"/><path d="m22 26 15-15m-6 6 5 5"/></g>`,
)

export const ALERT = mark(
  'alert',
  `<path ${STROKE} d="M24 16v10M24 33h.01M21.4 9.5 7.7 33.2A3 3 0 0 0 10.3 38h27.4a3 3 0 0 0 2.6-4.8L26.6 9.5a3 3 0 0 0-5.2 0Z"/>`,
)

export const CLOUD = new Html(
  '<svg class="cloud" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path fill="currentColor" d="M7 19a5 5 0 0 1-.9-9.9 6.5 6.5 0 0 1 12.3.3A4.8 4.8 0 0 1 18.2 19Z"/></svg>',
)

const sign = (drawing: string): Html =>
  new Html(
    `<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawing}</g></svg>`,
  )

export const TICK_SIGN = sign('<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.75 2.75L16 9.5"/>')

export const ALERT_SIGN = sign(
  '<path d="M12 9.5v4M12 16.75h.01M10.7 5 3.4 17.5A1.5 1.5 0 0 0 4.7 19.75h14.6a1.5 1.5 0 0 0 1.3-2.25L13.3 5a1.5 1.5 0 0 0-2.6 0Z"/>',
)

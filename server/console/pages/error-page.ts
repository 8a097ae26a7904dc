import { html, type Html } from '../../docs/index.ts'
import { ERRORS, type AppError, type ErrorCode } from '../../errors.ts'
import { doorPage } from './door-page.ts'
import { ALERT } from './marks.ts'

/** What somebody else might have more luck with. */
const OF_THE_USER: ReadonlySet<ErrorCode> = new Set([
  'LOGIN_WRONG_ORG',
  'LOGIN_NOT_SYNCED',
  'LOGIN_AMBIGUOUS',
  'LOGIN_DEACTIVATED',
  'LOGIN_LICENCE',
  'LOGIN_NO_ROLE',
])

/** What happened, what to do about it, the way back, and what to quote. */
export function errorPage({ code, details = [] }: AppError, requestId: string): string {
  const { meaning, action } = ERRORS[code]
  return doorPage({
    title: `${withoutStop(meaning)} | Team View`,
    mark: ALERT,
    body: html`<h1>${withoutStop(meaning)}</h1>
      <p class="lead">${action}</p>
      ${details.length > 0 && detailList(details)}
      <p class="ways">
        <a class="button main" href="/console"
          >${code.startsWith('LOGIN_') ? 'Back to sign-in' : 'Open the console'}</a
        >
        ${
          OF_THE_USER.has(code) &&
          html`<a class="button" href="/console/login/another">Log in as somebody else</a>`
        }
      </p>
      <dl class="note">
        <dt>Code</dt>
        <dd><code>${code}</code></dd>
        <dt>Request</dt>
        <dd><code>${requestId}</code></dd>
      </dl>`,
  })
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '')

const detailList = (details: NonNullable<AppError['details']>): Html =>
  html`<ul class="details">
    ${details.map(({ field, message }) => html`<li><code>${field}</code> ${message}</li>`)}
  </ul>`

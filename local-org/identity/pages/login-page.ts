import type { OAuthReply } from '../parts.ts'
import type { LoginFailure } from '../types.ts'
import { html } from './html.ts'
import { appAndOrg } from './marks.ts'
import { page } from './page.ts'

export interface LoginPage {
  readonly orgName: string
  /** The app that sent the browser here. */
  readonly app: { readonly name: string; readonly redirectUri: string }
  readonly username: string
  readonly formToken: string
  readonly failure?: LoginFailure
  readonly cookies: readonly string[]
}

const FAILURES: Readonly<Record<LoginFailure, string>> = {
  invalid:
    'Please check your username and password. If you still can’t log in, contact your Salesforce administrator.',
  locked:
    'Too many wrong passwords: this user is locked. Wait 15 minutes, or ask your administrator to unlock it.',
  inactive: 'This user is inactive and can’t log in. Ask your administrator to activate it.',
}

export function loginPage({ orgName, app, username, formToken, failure, cookies }: LoginPage): OAuthReply {
  const message = failure && FAILURES[failure]
  const startsAtPassword = username !== ''
  return page({
    title: `Log in | ${orgName}`,
    leadsTo: app.redirectUri,
    cookies,
    body: html`${appAndOrg(app.name)}
      <h1>Log in to ${orgName}</h1>
      <p class="lead">to connect <strong>${app.name}</strong></p>
      ${message !== undefined && html`<p class="alert" role="alert" id="error">${message}</p>`}
      <form method="post">
        <input type="hidden" name="step" value="login" />
        <input type="hidden" name="token" value="${formToken}" />
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          type="text"
          inputmode="email"
          value="${username}"
          required
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          ${invalid(failure)}
          ${startsAtPassword ? html`` : html`autofocus`}
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="pw"
          type="password"
          required
          autocomplete="current-password"
          ${invalid(failure)}
          ${startsAtPassword ? html`autofocus` : html``}
        />
        <button class="main wide" id="Login" name="Login">Log In</button>
      </form>
      <p class="note">The command that started this org lists its users and their passwords.</p>`,
  })
}

function invalid(failure: LoginFailure | undefined) {
  return failure === undefined ? html`` : html`aria-invalid="true" aria-describedby="error"`
}

import type { OAuthReply } from '../parts.ts'
import { html } from './html.ts'
import { appAndOrg, initials, TICK } from './marks.ts'
import { page } from './page.ts'

export interface AllowPage {
  readonly orgName: string
  readonly app: { readonly name: string; readonly redirectUri: string }
  /** Who is logged in. */
  readonly person: { readonly name: string; readonly username: string }
  /** What the app may do, in words. */
  readonly rights: readonly string[]
  readonly formToken: string
  /** Ends this login and asks for another. */
  readonly switchUser: string
}

export function allowPage({ orgName, app, person, rights, formToken, switchUser }: AllowPage): OAuthReply {
  // A long user name breaks where one would breathe.
  const [, beforeAt = '', fromAt = ''] = /^([^@]*)(.*)$/s.exec(person.username) ?? []
  return page({
    title: `Allow access? | ${orgName}`,
    leadsTo: app.redirectUri,
    body: html`${appAndOrg(app.name)}
      <h1>Allow access?</h1>
      <p class="lead" id="asks"><strong>${app.name}</strong> is asking to:</p>
      <ul class="rights" aria-labelledby="asks">
        ${rights.map((right) => html`<li>${TICK}<span>${right}</span></li>`)}
      </ul>
      <div class="who">
        <span class="face" aria-hidden="true">${initials(person.name)}</span>
        <p>
          <strong>${person.name}</strong>
          <span>${beforeAt}<wbr />${fromAt}</span>
        </p>
        <a href="${switchUser}">Not you?</a>
      </div>
      <form method="post">
        <input type="hidden" name="step" value="approve" />
        <input type="hidden" name="token" value="${formToken}" />
        <div class="choice">
          <button id="oadeny" name="decision" value="deny">Deny</button>
          <button class="main" id="oaapprove" name="decision" value="allow">Allow</button>
        </div>
      </form>
      <p class="note">You can take this back at any time in your personal settings.</p>`,
  })
}

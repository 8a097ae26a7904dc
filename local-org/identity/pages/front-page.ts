import type { OAuthReply } from '../parts.ts'
import { html } from './html.ts'
import { orgAlone } from './marks.ts'
import { page } from './page.ts'

/** What a browser sees that is sent to the org's own address: which org it is, and where things are. */
export function frontPage({ name, orgId }: { name: string; orgId: string }): OAuthReply {
  return page({
    title: name,
    body: html`${orgAlone()}
      <h1>${name}</h1>
      <p class="lead">A Salesforce org on this machine, ${orgId}.</p>
      <ul class="rights">
        <li><a href="/services/data">/services/data</a> REST and Bulk API, by version</li>
        <li><a href="/control">/control</a> faults and staging</li>
        <li><a href="/preview/examples">/preview/examples</a> records worth a look</li>
      </ul>
      <p class="note">
        Apps send their users to /services/oauth2/authorize to log in. Who can, and everything else, is in
        docs/LOCAL-ORG.md.
      </p>`,
  })
}

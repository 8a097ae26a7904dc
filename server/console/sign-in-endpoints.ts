import { z } from 'zod'
import { SESSION_COOKIE } from '../http/cookies.ts'
import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import { redirect } from '../http/reply.ts'
import type { Clock } from '../lib/clock.ts'
import type { Database } from '../store/index.ts'
import { adminLinkPage } from './pages/admin-link-page.ts'
import { enterByLink } from './admin-link.ts'
import type { Sessions } from './sessions.ts'

const LINK = z.object({ token: z.string().max(200) })

/** The link is only looked at when its button is pressed: programs that preview links would otherwise use it up. */
export const signInEndpoints = (parts: { db: Database; clock: Clock; sessions: Sessions }): AnyEndpoint[] => [
  endpoint({
    name: 'getFirstAdminPage',
    method: 'GET',
    path: '/console/first-admin',
    door: 'open',
    summary: 'The page behind a one-time link from the server’s terminal',
    query: LINK,
    produces: 'text/html; charset=utf-8',
    answer: z.string(),
    handle: ({ query }) => adminLinkPage(query.token),
  }),
  endpoint({
    name: 'enterAsFirstAdmin',
    method: 'POST',
    path: '/console/first-admin',
    door: 'open',
    login: true,
    summary: 'Use the one-time link: sign in as the user Administrator, a super admin',
    body: LINK,
    takes: 'form',
    redirects: 'to /console, with a new session.',
    errors: ['LINK_REFUSED'],
    async handle({ body, cookie }) {
      const session = await enterByLink(parts, { token: body.token, replaces: cookie(SESSION_COOKIE) })
      return redirect('/console', { cookies: [session] })
    },
  }),
]

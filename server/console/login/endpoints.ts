import { z } from 'zod'
import { endOfCookie, SESSION_COOKIE } from '../../http/cookies.ts'
import { endpoint, type AnyEndpoint } from '../../http/endpoint.ts'
import { redirect } from '../../http/reply.ts'
import { CALLBACK_QUERY } from '../../salesforce/index.ts'
import { beginLogin } from './begin.ts'
import { completeLogin } from './complete.ts'
import type { LoginParts } from './parts.ts'
import { LOGIN_CALLBACK_PATH, LOGIN_COOKIE } from './rules.ts'

const CHOICE = z.object({
  connection: z
    .uuid('must be the id of a connection')
    .optional()
    .meta({ description: 'Through which org; needed where the sign-in page shows several.' }),
  as: z
    .literal('another')
    .optional()
    .meta({ description: 'Salesforce asks for user name and password, whoever is logged in there.' }),
})

export const loginEndpoints = (parts: LoginParts): AnyEndpoint[] => [
  endpoint({
    name: 'logInWithSalesforce',
    method: 'POST',
    path: '/console/login/salesforce',
    door: 'open',
    login: true,
    summary: 'Begin to log in with Salesforce',
    description:
      'Ties the login to this browser by a cookie, for ten minutes. It asks Salesforce who it is (scope openid) and for nothing else.',
    body: CHOICE,
    takes: 'form',
    redirects: 'to the login page of the org.',
    errors: ['LOGIN_UNAVAILABLE'],
    async handle({ body }) {
      const { url, cookie } = await beginLogin(parts, body)
      return redirect(url, { cookies: [cookie] })
    },
  }),
  endpoint({
    name: 'completeLogin',
    method: 'GET',
    path: LOGIN_CALLBACK_PATH,
    door: 'open',
    login: true,
    summary: 'Where Salesforce sends the browser back to after a login',
    description: 'A login is completed once, in the browser that began it.',
    query: CALLBACK_QUERY,
    redirects: 'to /console, with a new session.',
    errors: [
      ...(['LOGIN_UNAVAILABLE', 'LOGIN_UNKNOWN', 'LOGIN_FOREIGN', 'LOGIN_REUSED', 'LOGIN_EXPIRED'] as const),
      ...(['LOGIN_DENIED', 'LOGIN_CODE_REFUSED', 'LOGIN_APP_REFUSED', 'LOGIN_UNPROVEN'] as const),
      ...(['LOGIN_WRONG_ORG', 'LOGIN_NOT_SYNCED', 'LOGIN_AMBIGUOUS', 'LOGIN_DEACTIVATED'] as const),
      ...([
        'LOGIN_LICENCE',
        'LOGIN_NO_ROLE',
        'LOGIN_ROLE_OF_OTHER_ORG',
        'SIGN_IN_REFUSED',
        'HOST_REFUSED',
      ] as const),
      ...(['SALESFORCE_UNAVAILABLE', 'SALESFORCE_UNREADABLE', 'SALESFORCE_LIMIT'] as const),
      'LOGIN_ANSWER_LOST',
    ],
    async handle({ query, cookie }) {
      const session = await completeLogin(parts, {
        ...query,
        key: cookie(LOGIN_COOKIE),
        replaces: cookie(SESSION_COOKIE),
      })
      return redirect('/console', { cookies: [session, endOfCookie(LOGIN_COOKIE)] })
    },
  }),
]

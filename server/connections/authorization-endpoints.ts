import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import { redirect } from '../http/reply.ts'
import { CALLBACK_QUERY } from '../salesforce/index.ts'
import { CALLBACK_PATH } from './app.ts'
import { NOT_AUTHORIZED } from './codes.ts'
import type { Connections } from './connections.ts'
import { AT_VERSION, AUTHORIZE, BEGUN, ID, ONE, PATH } from './schemas.ts'

export const authorizationEndpoints = (connections: Connections): AnyEndpoint[] => [
  endpoint({
    name: 'authorizeConnection',
    method: 'POST',
    path: `${PATH}/:id/authorize`,
    door: 'console',
    allow: 'admin',
    summary: 'Begin to authorize a connection, or to re-authorize it',
    description:
      'Answers the address of the org’s login, to be opened in the same browser within ten minutes. Salesforce sends the browser back to the console with a result. The linked connection can be authorized with another org, when the body says {"confirmOtherOrg": true}; the notices say what that does.',
    params: ID,
    body: AUTHORIZE,
    answer: BEGUN,
    errors: ['NOT_FOUND', 'OAUTH_APP_MISSING', 'PUBLIC_URL_MISSING', 'SEALING_KEY_MISSING'],
    handle: ({ caller, params, body }) =>
      connections.authorize(caller, {
        connectionId: params.id,
        confirmOtherOrg: body.confirmOtherOrg ?? false,
      }),
  }),
  endpoint({
    name: 'completeAuthorization',
    method: 'GET',
    path: CALLBACK_PATH,
    door: 'console',
    allow: 'admin',
    summary: 'Where Salesforce sends the browser back to',
    redirects:
      'to /console?connection={id}&result={AUTHORIZED or the code of an error}, whose page says what happened and what to do.',
    signedOut: '/console?result=AUTHORIZATION_SIGNED_OUT',
    query: CALLBACK_QUERY,
    async handle({ caller, query }) {
      const { connectionId, result } = await connections.complete(caller, query)
      const place = connectionId === undefined ? '' : `connection=${connectionId}&`
      return redirect(`/console?${place}result=${result}`)
    },
  }),
  endpoint({
    name: 'revokeConnection',
    method: 'POST',
    path: `${PATH}/:id/revoke`,
    door: 'console',
    allow: 'admin',
    summary: 'Take back the access of a connection, here and at Salesforce',
    description:
      'When Salesforce cannot be reached it is revoked here all the same and the notices say so; revoking again tells Salesforce.',
    params: ID,
    body: AT_VERSION,
    answer: ONE,
    errors: ['NOT_FOUND', 'CONFLICT', 'CONNECTION_NOT_AUTHORIZED', 'CONNECTION_REVOKED'],
    handle: ({ caller, params, body }) =>
      connections.revoke(caller, { connectionId: params.id, version: body.version }),
  }),
  endpoint({
    name: 'stopConnection',
    method: 'POST',
    path: `${PATH}/:id/stop`,
    door: 'console',
    allow: 'admin',
    summary: 'Stop everything: revoke the access and pause every job',
    params: ID,
    answer: ONE,
    errors: ['NOT_FOUND', 'CONNECTION_NOT_AUTHORIZED'],
    handle: ({ caller, params }) => connections.stop(caller, params.id),
  }),
  endpoint({
    name: 'resumeConnection',
    method: 'POST',
    path: `${PATH}/:id/resume`,
    door: 'console',
    allow: 'admin',
    summary: 'Let the jobs of a connection run again, after it was stopped or went to another org',
    description:
      'Each job is first checked against the fields the org has now; while one cannot run, they all stay paused.',
    params: ID,
    body: AT_VERSION,
    answer: ONE,
    errors: ['NOT_FOUND', 'CONFLICT', 'JOBS_NOT_PAUSED', 'MAPPING_BROKEN', ...NOT_AUTHORIZED],
    handle: ({ caller, params, body }) =>
      connections.resume(caller, { connectionId: params.id, version: body.version }),
  }),
]

import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import { ASKING_SALESFORCE } from './codes.ts'
import type { Connections } from './connections.ts'
import { AT_VERSION, ID, ONE, PATH } from './schemas.ts'

export const linkEndpoints = (connections: Connections): AnyEndpoint[] => [
  endpoint({
    name: 'linkConnection',
    method: 'POST',
    path: `${PATH}/:id/link`,
    door: 'console',
    allow: 'admin',
    summary: 'Link the org to this server, and tell its package so',
    params: ID,
    body: AT_VERSION,
    answer: ONE,
    errors: [
      ...(['NOT_FOUND', 'CONFLICT', 'ALREADY_LINKED', 'LINK_ELSEWHERE', 'LINK_CANNOT_MOVE'] as const),
      ...(['ORG_NOT_TRUSTED', 'PACKAGE_MISSING'] as const),
      ...ASKING_SALESFORCE,
    ],
    handle: ({ caller, params, body }) =>
      connections.link(caller, { connectionId: params.id, version: body.version }),
  }),
  endpoint({
    name: 'unlinkConnection',
    method: 'POST',
    path: `${PATH}/:id/unlink`,
    door: 'console',
    allow: 'admin',
    summary: 'End the link; the connection goes on to sync',
    params: ID,
    body: AT_VERSION,
    answer: ONE,
    errors: ['NOT_FOUND', 'CONFLICT', 'NOT_LINKED'],
    handle: ({ caller, params, body }) =>
      connections.unlink(caller, { connectionId: params.id, version: body.version }),
  }),
]

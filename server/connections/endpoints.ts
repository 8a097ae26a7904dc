import type { ErrorCode } from '../errors.ts'
import { endpoint, type AnyEndpoint } from '../http/endpoint.ts'
import { authorizationEndpoints } from './authorization-endpoints.ts'
import type { Connections } from './connections.ts'
import { linkEndpoints } from './link-endpoints.ts'
import { metadataEndpoints } from './metadata/index.ts'
import { resolutionEndpoints } from './resolution/index.ts'
import { ALL, CREATE, DELETE, DELETED, EDIT, GRANT, ID, ONE, PATH } from './schemas.ts'

const BAD_INPUT: ErrorCode[] = [
  ...(['CONNECTION_NAME_TAKEN', 'ORG_TYPE_UNKNOWN', 'LIGHTNING_URL', 'NOT_SALESFORCE'] as const),
  ...(['INTERNAL_ADDRESS', 'ONLY_THE_HOST', 'ONLY_HTTPS', 'CLIENT_SECRET_ALONE'] as const),
]

export const connectionEndpoints = (connections: Connections): AnyEndpoint[] => [
  ...reading(connections),
  ...managing(connections),
  ...authorizationEndpoints(connections),
  ...linkEndpoints(connections),
  ...metadataEndpoints(connections),
  ...resolutionEndpoints(connections),
]

const reading = (connections: Connections): AnyEndpoint[] => [
  endpoint({
    name: 'listConnections',
    method: 'GET',
    path: PATH,
    door: 'console',
    allow: 'viewer',
    summary: 'Every connection, with what can be done to it',
    answer: ALL,
    handle: async ({ caller }) => ({ connections: await connections.list(caller.tenantId) }),
  }),
  endpoint({
    name: 'getConnection',
    method: 'GET',
    path: `${PATH}/:id`,
    door: 'console',
    allow: 'viewer',
    summary: 'One connection',
    params: ID,
    answer: ONE,
    errors: ['NOT_FOUND'],
    handle: async ({ caller, params }) => ({
      connection: await connections.read(caller.tenantId, params.id),
      notices: [],
    }),
  }),
  endpoint({
    name: 'getConnectionGrant',
    method: 'GET',
    path: `${PATH}/:id/grant`,
    door: 'console',
    allow: 'viewer',
    summary: 'What access a connection holds: whose, since when, how far, last used',
    params: ID,
    answer: GRANT,
    errors: ['NOT_FOUND'],
    handle: ({ caller, params }) => connections.grant(caller.tenantId, params.id),
  }),
]

const managing = (connections: Connections): AnyEndpoint[] => [
  endpoint({
    name: 'createConnection',
    method: 'POST',
    path: PATH,
    door: 'console',
    allow: 'admin',
    summary: 'A new connection to a Salesforce org; at most two',
    body: CREATE,
    answer: ONE,
    errors: [...BAD_INPUT, 'CONNECTION_LIMIT'],
    handle: ({ caller, body }) => connections.create(caller, body),
  }),
  endpoint({
    name: 'editConnection',
    method: 'PATCH',
    path: `${PATH}/:id`,
    door: 'console',
    allow: 'admin',
    summary: 'Change its name, org type, domain or external client app',
    description:
      'Another login address or app makes an authorized connection need re-authorization: its access is given up. Under a custom domain the org type is no part of the address.',
    params: ID,
    body: EDIT,
    answer: ONE,
    errors: [...BAD_INPUT, 'NOT_FOUND', 'CONFLICT'],
    handle: ({ caller, params, body: { version, ...input } }) =>
      connections.edit(caller, { connectionId: params.id, version, input }),
  }),
  endpoint({
    name: 'deleteConnection',
    method: 'DELETE',
    path: `${PATH}/:id`,
    door: 'console',
    allow: 'admin',
    summary: 'Delete a connection that no job or chain uses; its data stays',
    params: ID,
    query: DELETE,
    answer: DELETED,
    errors: ['NOT_FOUND', 'CONFLICT', 'CONNECTION_IN_USE', 'CONFIRM_DELETION'],
    async handle({ caller, params, query }) {
      const confirm = query.confirm === 'true'
      const at = { connectionId: params.id, version: query.version, confirm }
      return { deleted: true as const, notices: await connections.delete(caller, at) }
    },
  }),
]

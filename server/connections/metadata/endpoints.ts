import type { ErrorCode } from '../../errors.ts'
import { endpoint, type AnyEndpoint } from '../../http/endpoint.ts'
import { ASKING_SALESFORCE, NOT_AUTHORIZED } from '../codes.ts'
import { ID, PATH } from '../schemas.ts'
import type { Metadata } from './metadata.ts'
import { ASKED, HISTORY, OBJECTS, OBJECT_OF, OBJECT_WITH_FIELDS, REFRESH_OF, WATCHED } from './schemas.ts'

const ASKING: readonly ErrorCode[] = ['NOT_FOUND', 'ORG_CHANGED', ...ASKING_SALESFORCE]

interface WithMetadata {
  metadata: Metadata
}

export const metadataEndpoints = (connections: WithMetadata): AnyEndpoint[] => [
  ...reading(connections),
  ...refreshing(connections),
]

const reading = (connections: WithMetadata): AnyEndpoint[] => [
  endpoint({
    name: 'listSalesforceObjects',
    method: 'GET',
    path: `${PATH}/:id/objects`,
    door: 'console',
    allow: 'viewer',
    summary: 'The objects of the org',
    description: 'As they were at the last refresh. The org is asked only when nothing is kept of it.',
    params: ID,
    answer: OBJECTS,
    errors: ASKING,
    async handle({ caller, params }) {
      const { refreshedAt, objects } = await connections.metadata.objects(caller.tenantId, params.id)
      return {
        refreshedAt: refreshedAt.toISOString(),
        objects: objects.map(({ summary, describedAt }) => ({ ...summary, described: describedAt !== null })),
      }
    },
  }),
  endpoint({
    name: 'getSalesforceObject',
    method: 'GET',
    path: `${PATH}/:id/objects/:object`,
    door: 'console',
    allow: 'viewer',
    summary: 'An object of the org, with its fields',
    description: 'As it was at the last refresh; asked of the org the first time somebody wants to know.',
    params: OBJECT_OF,
    answer: OBJECT_WITH_FIELDS,
    errors: [...ASKING, 'METADATA_OBJECT_UNKNOWN'],
    async handle({ caller, params }) {
      const { describe, describedAt } = await connections.metadata.described(
        caller.tenantId,
        params.id,
        params.object,
      )
      return { object: { ...describe, describedAt: describedAt.toISOString() } }
    },
  }),
]

const refreshing = (connections: WithMetadata): AnyEndpoint[] => [
  endpoint({
    name: 'refreshMetadata',
    method: 'POST',
    path: `${PATH}/:id/refresh-metadata`,
    door: 'console',
    allow: 'admin',
    summary: 'Read the objects and fields of the org anew',
    description:
      'Answers the refresh to watch: the one this begins, or the one that is under way. It ends with what is different, and which jobs that touches.',
    params: ID,
    status: 202,
    answer: ASKED,
    errors: ['NOT_FOUND', 'CONFLICT', ...NOT_AUTHORIZED],
    handle: async ({ caller, params }) => ({
      refresh: await connections.metadata.refresh(caller, params.id),
    }),
  }),
  endpoint({
    name: 'listMetadataRefreshes',
    method: 'GET',
    path: `${PATH}/:id/metadata-refreshes`,
    door: 'console',
    allow: 'viewer',
    summary: 'When the objects and fields of the org were read, and when they are next',
    params: ID,
    answer: HISTORY,
    errors: ['NOT_FOUND'],
    handle: ({ caller, params }) => connections.metadata.history(caller.tenantId, params.id),
  }),
  endpoint({
    name: 'getMetadataRefresh',
    method: 'GET',
    path: `${PATH}/:id/metadata-refreshes/:refreshId`,
    door: 'console',
    allow: 'viewer',
    summary: 'How far a refresh is, and what it found',
    params: REFRESH_OF,
    answer: WATCHED,
    errors: ['NOT_FOUND'],
    handle: async ({ caller, params }) => ({
      refresh: await connections.metadata.watch(caller.tenantId, {
        connectionId: params.id,
        refreshId: params.refreshId,
      }),
    }),
  }),
]

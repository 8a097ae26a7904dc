import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { ERRORS, type ErrorCode } from '../errors.ts'
import type { Door } from '../http/callers.ts'
import { SESSION_COOKIE } from '../http/cookies.ts'
import type { AnyEndpoint } from '../http/endpoint.ts'
import { asksForOrigin } from '../http/guard.ts'

export type OpenApiDocument = ReturnType<typeof createDocument>

const ERROR = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
      message: z.string(),
      action: z.string().optional(),
      requestId: z.string(),
      details: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    }),
  })
  .meta({ id: 'Error', description: 'What went wrong, what to do about it, and the id to quote.' })

/** How each door is opened, in OpenAPI's words. */
const SECURITY = {
  widget: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'RS256 JWT signed by a trusted org’s certificate, at most 10 minutes long.',
  },
  console: {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description:
      'A session of the console. What changes something must come from a page of this server: Sec-Fetch-Site: same-origin, or Origin with the address of this server.',
  },
  data: { type: 'apiKey', in: 'header', name: 'accesskey', description: 'A data API key.' },
  px: { type: 'http', scheme: 'bearer', description: 'A product-experience token.' },
} as const

export function describeApi(endpoints: readonly AnyEndpoint[], version: string): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  const used = new Set(endpoints.map((e) => e.door as Door))
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Team View',
      version,
      description: 'Customer health and renewal on Salesforce record pages.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Error: ERROR },
      securitySchemes: Object.fromEntries(
        Object.entries(SECURITY).filter(([door]) => used.has(door as Door)),
      ),
    },
  })
}

function operation(endpoint: AnyEndpoint): ZodOpenApiOperationObject {
  const { params, query, body } = endpoint
  const description = descriptionOf(endpoint)
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    ...(description ? { description } : {}),
    tags: [endpoint.door as Door],
    ...(endpoint.door === 'open' ? {} : { security: [{ [endpoint.door as string]: [] }] }),
    requestParams: { ...(params ? { path: params } : {}), ...(query ? { query } : {}) },
    ...(body
      ? { requestBody: { required: true, content: { [BODIES[endpoint.takes ?? 'json']]: { schema: body } } } }
      : {}),
    responses: {
      ...(endpoint.answer
        ? {
            [endpoint.status ?? 200]: {
              description: endpoint.status === 202 ? 'It has begun.' : 'The answer.',
              content: { [mediaType(endpoint)]: { schema: endpoint.answer } },
            },
          }
        : {}),
      ...(endpoint.redirects === undefined
        ? {}
        : { 303: { description: `Sends the browser on: ${endpoint.redirects}`, headers: LOCATION } }),
      ...errorResponses(codesOf(endpoint)),
    },
  }
}

const BODIES = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const
const LOCATION = { Location: { schema: { type: 'string' } } } as const

/** Who may is part of what it is; OpenAPI has no other place for it. */
export function descriptionOf({ description, allow }: AnyEndpoint): string {
  const who = allow && `For the role ${allow}${allow === 'super-admin' ? '' : ' and those above it'}.`
  return [description, who].filter(Boolean).join(' ')
}

const mediaType = (endpoint: AnyEndpoint): string =>
  (endpoint.produces ?? 'application/json').split(';')[0] ?? ''

const DOOR_CODES: Record<Door, readonly ErrorCode[]> = {
  widget: ['UNAUTHENTICATED'],
  console: ['NOT_SIGNED_IN', 'FORBIDDEN'],
  data: ['UNAUTHENTICATED'],
  px: ['UNAUTHENTICATED'],
  open: [],
}

/** What the machinery around the handler can answer, and the endpoint's own errors. */
export function codesOf(endpoint: AnyEndpoint): ErrorCode[] {
  const own = endpoint.errors ?? []
  const body: ErrorCode[] = endpoint.body ? ['INVALID_JSON', 'BODY_TOO_LARGE', 'WRONG_CONTENT_TYPE'] : []
  return [
    ...new Set<ErrorCode>([
      // An endpoint that takes no input refuses any.
      'INVALID_REQUEST',
      ...body,
      ...DOOR_CODES[endpoint.door as Door],
      ...(asksForOrigin(endpoint) ? (['CROSS_ORIGIN'] as const) : []),
      'TOO_MANY_REQUESTS',
      ...own,
      'INTERNAL',
      'UNAVAILABLE',
    ]),
  ]
}

function errorResponses(codes: readonly ErrorCode[]) {
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `${code}: ${ERRORS[code].meaning}`).join(' '),
        content: { 'application/json': { schema: ERROR } },
      },
    ]),
  )
}

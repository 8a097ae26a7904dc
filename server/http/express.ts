import express, {
  type Express,
  type NextFunction,
  type Request as ExpressRequest,
  type Response,
} from 'express'
import { AppError, invalid } from '../errors.ts'
import type { AnyEndpoint } from './endpoint.ts'
import { describeRequest, send } from './message.ts'
import type { Pipeline, Target } from './pipeline.ts'

export interface MountOptions {
  endpoints: readonly AnyEndpoint[]
  pipeline: Pipeline
  newId(): string
  trustProxy: number
}

const BODY_LIMIT = 100 * 1024

/** Mounts every endpoint on Express; what Express does not know goes through the same pipeline, to the same errors. */
export function mountOnExpress(options: MountOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  const to =
    (target: (request: ExpressRequest) => Target) => async (request: ExpressRequest, response: Response) => {
      const plain = describeRequest(request, { ...options, readBody: () => readJson(request, response) })
      send(response, await options.pipeline(plain, target(request)))
    }
  for (const endpoint of options.endpoints) {
    const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
    app[method](
      endpoint.path,
      to((request) => ({ endpoint, params: request.params as Record<string, string> })),
    )
  }
  for (const [path, allow] of methodsByPath(options.endpoints))
    app.all(
      path,
      to(() => ({ allow })),
    )
  app.use(to(() => undefined))
  // Express itself refuses an address it cannot decode before any handler runs.
  app.use((_error: unknown, request: ExpressRequest, response: Response, _next: NextFunction) =>
    to(() => undefined)(request, response),
  )
  return app
}

function methodsByPath(endpoints: readonly AnyEndpoint[]): Map<string, string[]> {
  const paths = new Map<string, string[]>()
  for (const { path, method } of endpoints) paths.set(path, [...(paths.get(path) ?? []), method])
  return paths
}

const parseJson = express.json({ limit: BODY_LIMIT, strict: true, type: 'application/json' })

async function readJson(request: ExpressRequest, response: Response): Promise<unknown> {
  if (!request.is('application/json')) {
    throw new AppError('WRONG_CONTENT_TYPE', {
      details: [{ field: 'headers.content-type', message: 'must be application/json' }],
    })
  }
  await new Promise<void>((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => (error ? reject(bodyError(error)) : resolve()))
  })
  return request.body as unknown
}

function bodyError(error: unknown): AppError {
  const { type } = error as { type?: string }
  if (type === 'entity.too.large') {
    return new AppError('BODY_TOO_LARGE', {
      details: [{ field: 'body', message: `must be at most ${BODY_LIMIT} bytes` }],
    })
  }
  if (type === 'charset.unsupported' || type === 'encoding.unsupported')
    return invalid('headers.content-type', 'must be UTF-8')
  return new AppError('INVALID_JSON', {
    details: [{ field: 'body', message: 'must be one JSON object' }],
    cause: error,
  })
}

import express, {
  type Express,
  type NextFunction,
  type Request as ExpressRequest,
  type Response,
} from 'express'
import type { AnyEndpoint } from './endpoint.ts'
import { readBody } from './body.ts'
import { describeRequest, send } from './message.ts'
import type { Pipeline, Target } from './pipeline.ts'

export interface MountOptions {
  endpoints: readonly AnyEndpoint[]
  pipeline: Pipeline
  newId(): string
  trustProxy: number
}

/** Mounts every endpoint on Express; what Express does not know goes through the same pipeline, to the same errors. */
export function mountOnExpress(options: MountOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  // One address has one spelling, here as on the fast lane.
  app.enable('case sensitive routing')
  app.disable('query parser')
  const to =
    (target: (request: ExpressRequest) => Target) => async (request: ExpressRequest, response: Response) => {
      const plain = describeRequest(request, {
        ...options,
        readBody: (takes) => readBody(request, response, takes),
      })
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
  for (const { path, method } of endpoints) {
    const also = method === 'GET' ? ['GET', 'HEAD'] : [method]
    paths.set(path, [...(paths.get(path) ?? []), ...also])
  }
  return paths
}

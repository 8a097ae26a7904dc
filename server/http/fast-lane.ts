import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AnyEndpoint } from './endpoint.ts'
import { bringsBody, describeRequest, send } from './message.ts'
import type { Pipeline } from './pipeline.ts'

export interface LaneOptions {
  endpoints: readonly AnyEndpoint[]
  pipeline: Pipeline
  newId(): string
  trustProxy: number
  /** Where everything else goes. */
  behind: RequestListener
}

/**
 * The few reads that every record page makes skip Express, which costs them more than half of their time. They pass the
 * same pipeline, so they are checked and answered in the same way; whatever is unusual about a request sends it to Express.
 */
export function fastLane(options: LaneOptions): RequestListener {
  const lane = new Map(options.endpoints.filter(isFast).map((endpoint) => [endpoint.path, endpoint]))
  return (message, response) => {
    const endpoint = message.method === 'GET' ? lane.get(pathOf(message)) : undefined
    if (!endpoint || bringsBody(message)) options.behind(message, response)
    else void run(options, endpoint, { message, response })
  }
}

const isFast = (endpoint: AnyEndpoint): boolean =>
  endpoint.fast === true && endpoint.method === 'GET' && !endpoint.path.includes(':')

async function run(
  options: LaneOptions,
  endpoint: AnyEndpoint,
  { message, response }: { message: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const request = describeRequest(message, { ...options, readBody: () => Promise.resolve(undefined) })
  send(response, await options.pipeline(request, { endpoint, params: {} }))
}

function pathOf(message: IncomingMessage): string {
  const url = message.url ?? '/'
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createStaging } from '../faults/index.ts'
import { HttpProblem, readJson } from '../http.ts'
import { InvalidInput } from '../params.ts'
import { SchemaProblem } from '../schema/schema.ts'
import { ENDPOINTS, type Endpoint } from './endpoints.ts'
import { refuseStrangers } from './guard.ts'
import type { ControlledOrg } from './parts.ts'
import type { Stage } from './stage.ts'

export type { ControlledOrg } from './parts.ts'
export { parseStage, stageHelp, type Stage } from './stage.ts'

export interface Control {
  /** Says false for a path that is not below /control. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean>
  /** Does what the command line asked for. */
  stage(stage: Stage): unknown
}

export interface ControlOptions extends ControlledOrg {
  /** Names besides localhost by which this machine's own programs call the org. */
  readonly hosts?: readonly string[]
}

/** For tests, and for people at the command line, while the org runs. */
export function createControl(options: ControlOptions): Control {
  const { hosts } = options
  const parts = { ...options, staging: createStaging(options) }
  async function answer(req: IncomingMessage, path: string): Promise<[status: number, body: unknown]> {
    refuseStrangers(req, hosts)
    const { endpoint, params } = find(req.method ?? 'GET', path)
    const body = endpoint.method === 'POST' ? await readJson(req) : {}
    return [endpoint.status ?? 200, endpoint.handle(parts, params, body) ?? {}]
  }
  return {
    stage: (stage) => stage(parts),
    async handle(req, res, { pathname }) {
      if (pathname !== '/control' && !pathname.startsWith('/control/')) return false
      const [status, body] = await answer(req, pathname.slice('/control'.length)).catch(refusal)
      res.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
      })
      res.end(`${JSON.stringify(body, null, 2)}\n`)
      return true
    },
  }
}

function find(method: string, path: string): { endpoint: Endpoint; params: Record<string, string> } {
  const fitting = ENDPOINTS.flatMap((endpoint) => {
    const params = paramsIn(endpoint.path, path)
    return params ? [{ endpoint, params }] : []
  })
  const found = fitting.find(({ endpoint }) => endpoint.method === method)
  if (found) return found
  if (fitting.length === 0)
    throw new HttpProblem(404, `There is no /control${path}. GET /control says what there is.`)
  const allowed = fitting.map(({ endpoint }) => endpoint.method).join(', ')
  throw new HttpProblem(405, `${method} is not allowed here, ${allowed} is.`)
}

function paramsIn(pattern: string, path: string): Record<string, string> | undefined {
  const form = pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')
  const match = new RegExp(`^${form}/?$`).exec(path)
  if (!match) return undefined
  const entries = Object.entries(match.groups ?? {})
  return Object.fromEntries(entries.map(([name, text]) => [name, decoded(text)]))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function refusal(problem: unknown): [status: number, body: unknown] {
  if (problem instanceof HttpProblem) return [problem.status, { message: problem.message }]
  if (problem instanceof InvalidInput) return [400, { message: problem.message, mistakes: problem.mistakes }]
  if (problem instanceof SchemaProblem) return [400, { message: problem.message }]
  throw problem
}

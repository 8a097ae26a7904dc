import { readFault, type ScriptedFaults } from '../faults/index.ts'
import { COMMON, FAULT_KINDS } from '../faults/kinds.ts'
import { HttpProblem } from '../http.ts'
import { readParams, type Params } from '../params.ts'
import type { ControlParts } from './parts.ts'
import { ACTIONS, readStage } from './stage.ts'

type Given = Readonly<Record<string, unknown>>

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below /control; `:name` stands for one step of the path. */
  readonly path: string
  readonly help: string
  readonly takes?: unknown
  readonly status?: number
  handle(parts: ControlParts, params: Readonly<Record<string, string>>, body: Given): unknown
}

const FAULT_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/faults',
    help: 'The armed faults in the order of arming: how often each has struck, and will yet (null is for ever).',
    handle: ({ faults }) => ({ faults: faults.list() }),
  },
  {
    method: 'POST',
    path: '/faults',
    help: 'Arms a fault.',
    takes: {
      kind: Object.fromEntries(
        Object.entries(FAULT_KINDS).map(([kind, { help, params }]) => [kind, { help, ...explained(params) }]),
      ),
      ...explained(COMMON),
    },
    status: 201,
    handle: ({ faults }, _, body) => armed(faults, faults.arm(readFault(body))),
  },
  {
    method: 'DELETE',
    path: '/faults',
    help: 'Disarms all faults.',
    handle: ({ faults }) => faults.disarm(),
  },
  {
    method: 'DELETE',
    path: '/faults/:id',
    help: 'Disarms a fault.',
    handle({ faults }, { id = '' }) {
      armed(faults, id)
      faults.disarm(id)
    },
  },
]

function armed(faults: ScriptedFaults, id: string) {
  const found = faults.list().find((each) => each.id === id)
  if (!found) throw new HttpProblem(404, `There is no fault ${id}.`)
  return found
}

const STAGE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/stage',
    help: 'Any of the following by its name.',
    takes: { stage: Object.keys(ACTIONS).join(', '), '…': 'and what it takes' },
    handle: (parts, _, body) => readStage(body)(parts),
  },
  ...Object.entries(ACTIONS).map(([name, { path, help, params, run }]): Endpoint => {
    return {
      method: 'POST',
      path,
      help: `${help} (${name})`,
      takes: explained(withoutPath(path, params)),
      handle(parts, inPath, body) {
        readParams(name, withoutPath(path, params), body)
        return run(parts, readParams(name, params, { ...body, ...inPath }))
      },
    }
  }),
]

export const ENDPOINTS: readonly Endpoint[] = [
  { method: 'GET', path: '', help: 'What there is: this list.', handle: () => contents() },
  ...FAULT_ENDPOINTS,
  ...STAGE_ENDPOINTS,
]

function contents() {
  return {
    about:
      "What no API of Salesforce offers. Send JSON, for example: curl -H 'content-type: application/json' -d '{…}'",
    actions: ENDPOINTS.map(({ method, path, help, takes }) => ({
      request: `${method} /control${path}`,
      help,
      ...(takes !== undefined && { takes }),
    })),
  }
}

function explained(params: Params): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, { shape, help, required }]) => {
      return [name, `${shape.words}${required ? '' : ' (may be left out)'}. ${help}`]
    }),
  )
}

/** What stands in the path does not stand in the body as well. */
function withoutPath(path: string, params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !path.includes(`/:${name}`)))
}

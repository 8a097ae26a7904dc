import { entryOf, nameAndRest, readParams, readText, usage, type Params } from '../params.ts'
import { COMMON, FAULT_KINDS, type KindOfFault } from './kinds.ts'
import type { FaultKind, FaultSpec } from './types.ts'

const TABLE: Readonly<Record<FaultKind, KindOfFault>> = FAULT_KINDS

function paramsOf(kind: string, text = kind): Params {
  return { ...entryOf('fault', TABLE, kind, text).params, ...COMMON }
}

/** A fault as the command line gives it: `latency:ms=300,path=/query,times=3`. */
export function parseFault(text: string): FaultSpec {
  const [kind, rest] = nameAndRest(text)
  // The table says which values belong to which kind.
  return { kind, ...readText(kind, paramsOf(kind, text), rest) } as FaultSpec
}

/** A fault as JSON gives it: `{kind: 'latency', ms: 300, path: '/query', times: 3}`. */
export function readFault({ kind, ...values }: Readonly<Record<string, unknown>>): FaultSpec {
  const name = typeof kind === 'string' ? kind : ''
  const meant = values['times'] === 'always' ? { ...values, times: null } : values
  return { kind: name, ...readParams(name, paramsOf(name), meant) } as FaultSpec
}

/** What `--fault` takes, a line for each kind and one for what all of them take. */
export function faultHelp(): string {
  const lines = Object.entries(TABLE).map(([kind, { help, params }]) => {
    const given = usage(params)
    return `${(given ? `${kind}:${given}` : kind).padEnd(24)} ${help}`
  })
  const common = Object.entries(COMMON).map(([name, { help }]) => `${`${name}=…`.padEnd(24)} ${help}`)
  return [...lines, 'and with any of them:', ...common].join('\n')
}

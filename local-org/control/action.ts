import type { Params, Values } from '../params.ts'
import type { ControlParts } from './parts.ts'

interface ActionOf<P extends Params> {
  /** Where the control door offers it, below /control; `:name` is a parameter that stands in the path. */
  readonly path: string
  readonly help: string
  readonly params: P
  /** What it answers, if anything. */
  run(parts: ControlParts, values: Values<P>): unknown
}

/** Something that is done to the org, from the command line or over the control door. Its values were checked. */
export interface Action extends Omit<ActionOf<Params>, 'run'> {
  run(parts: ControlParts, values: Readonly<Record<string, unknown>>): unknown
}

export function action<P extends Params>(of: ActionOf<P>): Action {
  return { ...of, run: (parts, values) => of.run(parts, values as Values<P>) }
}

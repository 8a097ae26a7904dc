import { entryOf, nameAndRest, readParams, readText, usage } from '../params.ts'
import type { Action } from './action.ts'
import { EVENT_ACTIONS, LIMIT_ACTIONS } from './actions/events.ts'
import { PEOPLE_ACTIONS } from './actions/people.ts'
import { ROW_ACTIONS } from './actions/rows.ts'
import { SCHEMA_ACTIONS } from './actions/schema.ts'
import type { ControlParts } from './parts.ts'

/** All that can be done to the org, by the name it has on the command line. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  ...ROW_ACTIONS,
  ...SCHEMA_ACTIONS,
  ...PEOPLE_ACTIONS,
  ...EVENT_ACTIONS,
  ...LIMIT_ACTIONS,
}

/** Something to be done to an org; it was checked as far as it can be without one. */
export type Stage = (parts: ControlParts) => unknown

/** As the command line gives it: `late-rows:object=Account,count=5,age=120`. */
export function parseStage(text: string): Stage {
  const [name, rest] = nameAndRest(text)
  const { params, run } = entryOf('stage', ACTIONS, name, text)
  const values = readText(name, params, rest)
  return (parts) => run(parts, values)
}

/** As JSON gives it: `{stage: 'late-rows', object: 'Account', count: 5, age: 120}`. */
export function readStage({ stage, ...values }: Readonly<Record<string, unknown>>): Stage {
  const name = typeof stage === 'string' ? stage : ''
  const { params, run } = entryOf('stage', ACTIONS, name)
  const checked = readParams(name, params, values)
  return (parts) => run(parts, checked)
}

/** What `--stage` takes, a line for each. */
export function stageHelp(): string {
  return Object.entries(ACTIONS)
    .map(([name, { help, params }]) => `${inLines(`${name}:${usage(params)}`)}\n    ${help}`)
    .join('\n')
}

/** Broken where a value ends, and the next begins below. */
function inLines(text: string): string {
  return text.replace(/(.{1,90}),(?=.)/g, (line) => (line.length > 60 ? `${line}\n      ` : line))
}

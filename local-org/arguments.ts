import { parseArgs } from 'node:util'
import type { Shape } from './params.ts'

/** What stands behind `--name`; one without a shape is there or not. */
export interface Option {
  readonly shape?: Shape<unknown>
  /** As if it had been written, when it was not. */
  readonly preset?: string
  /** May be given again, for more. */
  readonly many?: boolean
}
export type Options = Readonly<Record<string, Option>>

export interface Arguments {
  /** By the names of the options, as they were written. */
  readonly texts: Readonly<Record<string, readonly string[]>>
  readonly flags: ReadonlySet<string>
  /** What stands there without an option. */
  readonly rest: readonly string[]
  readonly mistakes: readonly string[]
}

/** What was written, as far as it fits the options; of one that is given twice the last counts. */
export function readArguments(args: readonly string[], options: Options): Arguments {
  const texts: Record<string, string[]> = {}
  const flags = new Set<string>()
  const rest: string[] = []
  const mistakes: string[] = []
  for (const token of tokensIn(args, options)) {
    if (token.kind === 'positional') rest.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (!option) mistakes.push(`${rawName} is no option. --help says which there are.`)
    else if (option.shape) {
      const words = value === undefined ? undefined : mistakeIn(option.shape, value)
      if (value === undefined) mistakes.push(`${rawName} must be ${option.shape.words}, and none is given.`)
      else if (words) mistakes.push(`${rawName} ${words}`)
      else texts[name] = option.many ? [...(texts[name] ?? []), value] : [value]
    } else if (value !== undefined) mistakes.push(`${rawName} takes nothing, not "${value}".`)
    else flags.add(name)
  }
  for (const [name, { preset }] of Object.entries(options)) {
    if (preset !== undefined) texts[name] ??= [preset]
  }
  return { texts, flags, rest, mistakes }
}

/** What follows an option is its value, even where it begins like another: `--seed -7`. */
function tokensIn(args: readonly string[], options: Options) {
  const joined: string[] = []
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string
    const name = word.startsWith('--') ? word.slice(2) : ''
    const takesNext = Object.hasOwn(options, name) && options[name]?.shape && at + 1 < args.length
    joined.push(takesNext ? `${word}=${args[++at] as string}` : word)
  }
  const types = Object.entries(options).map(([name, { shape }]) => {
    return [name, { type: shape ? ('string' as const) : ('boolean' as const) }] as const
  })
  const { tokens } = parseArgs({
    ...{ args: joined, strict: false, allowPositionals: true, tokens: true },
    options: Object.fromEntries(types),
  })
  return tokens
}

function mistakeIn({ parse, is, words }: Shape<unknown>, text: string): string | undefined {
  return is(parse(text)) ? undefined : `must be ${words}, not "${text}".`
}

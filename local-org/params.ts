// Named values given from outside, as text on the command line or as JSON: checked against a table, every mistake named.

/** What a value may be. */
export interface Shape<T> {
  /** Ends the sentence "it must be …". */
  readonly words: string
  is(value: unknown): value is T
  /** The value that a word on the command line stands for; undefined when it stands for none. */
  parse(text: string): unknown
}

export interface Param<T = unknown, R extends boolean = boolean> {
  readonly shape: Shape<T>
  readonly help: string
  readonly required: R
}
export type Params = Readonly<Record<string, Param>>

type RequiredNames<P extends Params> = {
  [K in keyof P]: P[K] extends Param<unknown, true> ? K : never
}[keyof P]
type ValueOf<X> = X extends Param<infer T> ? T : never
export type Values<P extends Params> = { readonly [K in RequiredNames<P>]: ValueOf<P[K]> } & {
  readonly [K in Exclude<keyof P, RequiredNames<P>>]?: ValueOf<P[K]>
}

export const needed = <T>(shape: Shape<T>, help: string): Param<T, true> => ({ shape, help, required: true })
export const optional = <T>(shape: Shape<T>, help: string): Param<T, false> => ({
  shape,
  help,
  required: false,
})

/** What was given cannot be meant. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[], between = ' ') {
    super(mistakes.join(between))
    this.mistakes = mistakes
  }
}

/** The values by name; refused with every mistake that is in them. */
export function readParams<P extends Params>(
  what: string,
  params: P,
  given: Readonly<Record<string, unknown>>,
): Values<P> {
  const mistakes = [...mistakesIn(params, given)]
  if (mistakes.length > 0) throw new InvalidInput(mistakes.map((mistake) => `${what}: ${mistake}`))
  return given as Values<P>
}

function* mistakesIn(params: Params, given: Readonly<Record<string, unknown>>): Generator<string> {
  for (const [name, { shape, required }] of Object.entries(params)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value === undefined && required) yield `${name} is missing, ${shape.words}.`
    if (value !== undefined && !shape.is(value)) yield `${name} must be ${shape.words}, not ${shown(value)}.`
  }
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(params, name))
  for (const name of unknown) yield `There is no ${name} here. ${allowed(params)}`
}

function allowed(params: Params): string {
  const names = Object.keys(params)
  return names.length > 0 ? `It takes ${names.join(', ')}.` : 'It takes nothing.'
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** `ms=300,path=/query` as values by name. */
export function readText<P extends Params>(what: string, params: P, text: string): Values<P> {
  const pairs = text === '' ? [] : text.split(',').map((pair) => pairIn(what, pair))
  const names = pairs.map(([name]) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new InvalidInput([`${what}: ${twice} is given twice.`])
  const parsed = pairs.map(([name, value]) => {
    const param = Object.hasOwn(params, name) ? params[name] : undefined
    const meant = param?.shape.parse(value)
    return [name, meant === undefined ? value : meant] as const
  })
  return readParams(what, params, Object.fromEntries(parsed))
}

function pairIn(what: string, pair: string): [string, string] {
  const at = pair.indexOf('=')
  if (at < 1) throw new InvalidInput([`${what}: "${pair}" is no name=value.`])
  return [pair.slice(0, at), pair.slice(at + 1)]
}

/** `name:rest` as its two halves; the rest may be missing. */
export function nameAndRest(text: string): [name: string, rest: string] {
  const at = text.indexOf(':')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** The entry of a table; refused with the names there are, or with what was meant in the text that names it. */
export function entryOf<T>(kind: string, table: Readonly<Record<string, T>>, name: string, text = name): T {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined
  if (entry !== undefined) return entry
  const [beforeComma = ''] = text.split(',')
  if (text.includes(',') && Object.hasOwn(table, beforeComma)) {
    const meant = `${beforeComma}:${text.slice(beforeComma.length + 1)}`
    throw new InvalidInput([`There is no ${kind} "${text}"; did you mean ${meant}?`])
  }
  throw new InvalidInput([`There is no ${kind} "${name}". There are: ${Object.keys(table).join(', ')}.`])
}

/** How the command line writes it: `ms=… [path=…]`. */
export function usage(params: Params): string {
  return Object.entries(params)
    .map(([name, { required }]) => (required ? `${name}=…` : `[${name}=…]`))
    .join(',')
}

/** What is wrong with a source, and where, in a form that can be sent to a page or across a thread. */
export interface BuildProblem {
  message: string
  file?: string
  line?: number
  column?: number
}

export class BuildError extends Error {
  readonly problem: BuildProblem

  constructor(problem: BuildProblem) {
    super(describe(problem))
    this.name = 'BuildError'
    this.problem = problem
  }
}

export function describe({ message, file, line, column }: BuildProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return place ? `${place}: ${message}` : message
}

/** Rollup, the LWC compiler and the type stripper each say in their own way where an error is. */
export function problemOf(error: unknown): BuildProblem {
  const known = [error, (error as Error).cause].find((each) => each instanceof BuildError)
  if (known) return known.problem
  const { message = String(error), loc, id, location, filename } = error as Partial<ToolError>
  const file = (loc?.file ?? filename ?? id)?.split('?')[0]
  const line = loc?.line ?? location?.line
  const column = loc?.column ?? location?.column
  return { message: plain(message, file), ...present({ file, line, column }) }
}

interface ToolError {
  message: string
  loc: { file?: string; line: number; column: number }
  id: string
  filename: string
  location: { line: number; column: number }
}

/** The place is shown beside the message, so the message need not repeat it. */
function plain(message: string, file: string | undefined): string {
  const withoutPlugin = message.replace(/^\[plugin [\w-]+\] /, '')
  const cut = file && withoutPlugin.includes(file) ? withoutPlugin.replace(`${file}: `, '') : withoutPlugin
  return cut.trim()
}

function present<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

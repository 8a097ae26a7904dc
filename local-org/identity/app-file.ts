import { readFile } from 'node:fs/promises'
import { problemsOf } from './app-rules.ts'
import { PLATFORM_CLI } from './apps.ts'
import type { App } from './types.ts'

/** The external client apps in a JSON file: a list of them. All that is wrong with the file is said at once. */
export async function loadApps(file: string): Promise<App[]> {
  const list = parse(file, await read(file))
  const problems = [...list.flatMap(numbered), ...repeated(list)]
  if (problems.length > 0)
    throw new Error(`${file} cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`)
  return list as App[]
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new Error(
      `${file} cannot be read: ${(cause as Error).message}. Name a JSON file with a list of apps.`,
      { cause },
    )
  }
}

function parse(file: string, text: string): unknown[] {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${(cause as Error).message}.`, { cause })
  }
  if (!Array.isArray(content)) throw new Error(`${file} must hold a list: [ { "name": …, "clientId": … } ].`)
  return content
}

function numbered(app: unknown, index: number): string[] {
  return problemsOf(app).map((problem) => `app ${index + 1}${named(app)}, ${problem}`)
}

function named(app: unknown): string {
  const name = (app as { name?: unknown } | null)?.name
  return typeof name === 'string' && name !== '' ? ` (${name})` : ''
}

/** A client id must lead to one app. */
function repeated(list: readonly unknown[]): string[] {
  const seen = new Set<unknown>([PLATFORM_CLI.clientId])
  return list.flatMap((app, index) => {
    const id = (app as { clientId?: unknown } | null)?.clientId
    if (typeof id !== 'string') return []
    if (seen.has(id))
      return [`app ${index + 1}${named(app)}, clientId: "${id}" is another app's. Choose one of its own.`]
    seen.add(id)
    return []
  })
}

import type { Example, RecordPage } from '../record-page.ts'

/** What there is to show at an address. */
export type Screen =
  | { kind: 'record'; page: RecordPage }
  | { kind: 'landing'; examples: Example[] }
  | { kind: 'missing'; examples: Example[] }
  | { kind: 'trouble'; message: string }

const RECORD_PATH = /^\/lightning\/r\/[^/]+\/([^/]+)(?:\/|$)/

export async function loadScreen({ pathname }: Location): Promise<Screen> {
  const [, recordId] = RECORD_PATH.exec(pathname) ?? []
  try {
    return recordId ? await recordScreen(decodeURIComponent(recordId)) : await landingScreen()
  } catch (error) {
    return { kind: 'trouble', message: error instanceof Error ? error.message : String(error) }
  }
}

async function recordScreen(recordId: string): Promise<Screen> {
  const answer = await fetch(`/preview/page?recordId=${encodeURIComponent(recordId)}`)
  if (answer.status === 404 || answer.status === 400) return { kind: 'missing', examples: await examples() }
  return { kind: 'record', page: (await read(answer)) as RecordPage }
}

async function landingScreen(): Promise<Screen> {
  return { kind: 'landing', examples: await examples() }
}

async function examples(): Promise<Example[]> {
  const answer = await read(await fetch('/preview/examples'))
  return Array.isArray(answer) ? (answer as Example[]) : (answer as { examples: Example[] }).examples
}

async function read(answer: Response): Promise<unknown> {
  if (answer.ok) return answer.json()
  throw new Error(`The local org answered ${answer.status} ${answer.statusText}`)
}

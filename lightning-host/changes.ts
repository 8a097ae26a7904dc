import type { ServerResponse } from 'node:http'
import type { BuildProblem } from './build/index.ts'

/** How the bundle stands: which page is the newest, or what is wrong with the sources. */
export interface BundleState {
  page?: string
  problem?: BuildProblem
}

export interface Changes {
  /** Keeps the response open as a stream of server-sent events, beginning with how things stand. */
  follow(res: ServerResponse): void
  tell(state: BundleState): void
  close(): void
}

export function createChanges(): Changes {
  const followers = new Set<ServerResponse>()
  let latest: BundleState | undefined
  const send = (res: ServerResponse) => latest && res.write(`data: ${JSON.stringify(latest)}\n\n`)
  return {
    follow(res) {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      followers.add(res)
      res.on('close', () => followers.delete(res))
      res.flushHeaders()
      send(res)
    },
    tell(state) {
      latest = state
      for (const res of followers) send(res)
    },
    close() {
      for (const res of followers) res.end()
    },
  }
}

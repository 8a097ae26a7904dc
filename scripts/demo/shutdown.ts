/** Undoes what was started, last first; each part gets its chance even when another fails. */
export interface Shutdown {
  add(name: string, stop: () => Promise<unknown>): void
  run(): Promise<void>
}

export function createShutdown(complain: (message: string) => void): Shutdown {
  const parts: { name: string; stop: () => Promise<unknown> }[] = []
  let running: Promise<void> | undefined
  const runAll = async (): Promise<void> => {
    for (let part = parts.pop(); part; part = parts.pop()) {
      const { name, stop } = part
      await stop().catch((error: unknown) => complain(`${name} did not stop cleanly: ${String(error)}`))
    }
  }
  return {
    add: (name, stop) => void parts.push({ name, stop }),
    run: () => (running ??= runAll()),
  }
}

/**
 * Undoes what was started, last first. What is still starting when the stop comes is waited for and stopped too, so that
 * no process is left behind; each part gets its chance even when another fails.
 */
export interface Shutdown {
  /** Hands over something that is being started, with the way to stop it. */
  starting<T>(name: string, start: Promise<T>, stop: (started: T) => Promise<unknown>): Promise<T>
  run(): Promise<void>
}

export function createShutdown(complain: (message: string) => void): Shutdown {
  const parts: { name: string; stop: () => Promise<void> }[] = []
  let running: Promise<void> | undefined
  const runAll = async (): Promise<void> => {
    for (let part = parts.pop(); part; part = parts.pop()) {
      const { name, stop } = part
      await stop().catch((error: unknown) => complain(`${name} did not stop cleanly: ${String(error)}`))
    }
  }
  return {
    async starting(name, start, stop) {
      parts.push({
        name,
        stop: async () => {
          const [outcome] = await Promise.allSettled([start])
          // What never started has nothing to stop; whoever waits for it hears why.
          if (outcome.status === 'fulfilled') await stop(outcome.value)
        },
      })
      const started = await start
      if (running) throw new Stopped()
      return started
    },
    run: () => (running ??= runAll()),
  }
}

/** The demo was told to stop while it was starting. */
export class Stopped extends Error {
  override name = 'Stopped'
}

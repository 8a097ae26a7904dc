/** Shows what is being prepared and how long each part took, on standard error; standard output is for the result. */
export interface Progress {
  step<T>(label: string, work: (note: (text: string) => void) => Promise<T>): Promise<T>
  note(text: string): void
}

export function createProgress(out: NodeJS.WritableStream & { isTTY?: boolean }): Progress {
  const note = (text: string) => void out.write(`    ${text}\n`)
  return {
    note,
    async step(label, work) {
      const started = performance.now()
      out.write(`  … ${label}\n`)
      const patience = setInterval(() => note(`still at it: ${label} (${elapsed(started)})`), 4000)
      const result = await work(note).finally(() => clearInterval(patience))
      out.write(`  ✓ ${label} (${elapsed(started)})\n`)
      return result
    },
  }
}

const elapsed = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

export const silent: Progress = { note: () => undefined, step: (_label, work) => work(() => undefined) }

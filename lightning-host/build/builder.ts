import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { BuildError, type BuildProblem } from './build-error.ts'
import type { BundleJob } from './bundle.ts'

export interface Builder {
  /** Builds one bundle; one at a time. */
  build(job: BundleJob): Promise<void>
  close(): Promise<void>
}

/**
 * Builds on a thread of its own: bundling keeps a processor busy for seconds, while the server that asked for it
 * has others to answer. The thread starts with the first build, so a warm start never loads the compilers.
 */
export function createBuilder(): Builder {
  let worker: Worker | undefined
  return {
    async build(job) {
      worker ??= new Worker(new URL('./worker.ts', import.meta.url), {
        // Type stripping by itself is not yet called stable, though running TypeScript with it is.
        execArgv: ['--disable-warning=ExperimentalWarning'],
      })
      worker.postMessage(job)
      const [{ problem }] = (await once(worker, 'message')) as [{ problem?: BuildProblem }]
      if (problem) throw new BuildError(problem)
    },
    async close() {
      await worker?.terminate()
      worker = undefined
    },
  }
}

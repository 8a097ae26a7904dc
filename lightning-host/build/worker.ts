import { parentPort } from 'node:worker_threads'
import { problemOf } from './build-error.ts'
import { buildBundle, type BundleJob } from './bundle.ts'

parentPort?.on('message', (job: BundleJob) => void answer(job))

async function answer(job: BundleJob): Promise<void> {
  const problem = await buildBundle(job).then(
    () => undefined,
    (error: unknown) => problemOf(error),
  )
  parentPort?.postMessage({ problem })
}

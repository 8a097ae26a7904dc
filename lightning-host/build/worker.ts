import { parentPort } from 'node:worker_threads'
import { problemOf } from './build-error.ts'
import { buildBundle, type BundleJob } from './bundle.ts'

parentPort?.on('message', async (job: BundleJob) => {
  const problem = await buildBundle(job).then(
    () => undefined,
    (error: unknown) => problemOf(error),
  )
  parentPort?.postMessage({ problem })
})

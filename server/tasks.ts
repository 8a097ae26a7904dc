import {
  FIND_DUE_METADATA,
  PREVIEW_RESOLUTION,
  REFRESH_METADATA,
  TELL_REVOCATIONS,
} from './connections/index.ts'
import { bind, type BoundTask, type Recurring, type Task } from './queue/index.ts'
import type { Services } from './services.ts'

/** Every task there is: what is not in this list cannot be sent. */
export const TASKS: readonly Task<object>[] = [
  REFRESH_METADATA,
  FIND_DUE_METADATA,
  PREVIEW_RESOLUTION,
  TELL_REVOCATIONS,
]

/** What each of them does. */
export const boundTasks = ({ connections }: Services): BoundTask[] => [
  bind(REFRESH_METADATA, connections.metadata.run),
  bind(FIND_DUE_METADATA, connections.metadata.findDue),
  bind(PREVIEW_RESOLUTION, connections.resolution.run),
  bind(TELL_REVOCATIONS, connections.tellRevocations),
]

/** Those that come by themselves. */
export const RECURRING: readonly Recurring[] = [
  { task: FIND_DUE_METADATA, cron: '17 * * * *' },
  { task: TELL_REVOCATIONS, cron: '47 * * * *' },
]

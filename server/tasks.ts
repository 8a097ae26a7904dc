import type { BoundTask, Recurring, Task } from './queue/index.ts'
import type { Services } from './services.ts'

/** Every task there is: what is not in this list cannot be sent. */
export const TASKS: readonly Task<object>[] = []

/** What each of them does. */
export const boundTasks = (_services: Services): BoundTask[] => []

/** Those that come by themselves. */
export const RECURRING: readonly Recurring[] = []

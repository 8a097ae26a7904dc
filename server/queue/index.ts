export { installQueue } from './boss.ts'
export { createQueue, type Queue, type SendOptions } from './queue.ts'
export { bind, defineTask, type BoundTask, type Recurring, type Task, type Work } from './task.ts'
export { startWorker, type Worker } from './worker.ts'

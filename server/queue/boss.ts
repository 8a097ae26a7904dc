import type { Logger } from 'pino'
import { PgBoss, type ConstructorOptions } from 'pg-boss'
import type { Database, Queryable } from '../store/index.ts'
import type { Task } from './task.ts'

type Statements = NonNullable<ConstructorOptions['db']>

/** Where the queue keeps its tables, beside ours. */
const SCHEMA = 'queue'

/** A silent worker is taken for dead after this long, and its work is given to another. */
const HEARTBEAT_SECONDS = 20

/** pg-boss over our own pool: one set of connections, one way to time out, one way to listen. */
export function bossOn(db: Database, log: Logger, options: ConstructorOptions): PgBoss {
  const boss = new PgBoss({ ...options, schema: SCHEMA, db: { ...statementsOf(db), listen: listenOn(db) } })
  boss.on('error', (error) => log.error({ err: error }, 'the queue met an error'))
  boss.on('warning', (warning) => log.warn({ warning }, 'the queue warns'))
  return boss
}

/** Statements of the queue's, in a transaction of ours or outside of one. */
export const statementsOf = (db: Queryable): Statements => ({
  executeSql: async (text, values) => ({ rows: await db.query(text, values) }),
})

const listenOn =
  (db: Database): NonNullable<Statements['listen']> =>
  (channel, heard, missed) =>
    Promise.resolve(db.listen(channel, { heard, missed }))

/** The tables of the queue, and a place in them for each task. Done again it changes only what differs. */
export async function installQueue(
  db: Database,
  { tasks, log }: { tasks: readonly Task<object>[]; log: Logger },
): Promise<void> {
  const boss = bossOn(db, log, { supervise: false, schedule: false })
  await boss.start()
  try {
    for (const { name, retries, expireSeconds } of tasks) {
      const settings = {
        ...{ retryLimit: retries, retryBackoff: true, retryDelay: 1, retryDelayMax: 300 },
        ...{ expireInSeconds: expireSeconds, heartbeatSeconds: HEARTBEAT_SECONDS, notify: true },
      }
      // "Short": one may wait for each key while any number is at work.
      await boss.createQueue(name, { policy: 'short', ...settings })
      await boss.updateQueue(name, settings)
    }
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
}

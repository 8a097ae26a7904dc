import type { Logger } from 'pino'
import type { PgBoss } from 'pg-boss'
import { newId } from '../lib/ids.ts'
import type { Database, Queryable } from '../store/index.ts'
import { bossOn, statementsOf } from './boss.ts'
import type { Task } from './task.ts'

export interface SendOptions {
  /** Of all that share a task and a key, one waits at a time: asking again while it waits asks for nothing more. */
  key?: string
}

export interface Queue {
  /** Sent if and only if the transaction commits. */
  send<Payload extends object>(
    tx: Queryable,
    task: Task<Payload>,
    payload: Payload,
    options?: SendOptions,
  ): Promise<void>
  close(): Promise<void>
}

export function createQueue({ db, log }: { db: Database; log: Logger }): Queue {
  let starting: Promise<PgBoss> | undefined
  // Only when something is sent: a server that never does holds nothing for it.
  const started = () => (starting ??= start(db, log))
  return {
    async send(tx, task, payload, { key = newId() } = {}) {
      const boss = await started()
      await boss.send(task.name, payload, { singletonKey: key, db: statementsOf(tx) })
    },
    async close() {
      const boss = await starting?.catch(() => undefined)
      await boss?.stop({ graceful: false, close: false })
    },
  }
}

async function start(db: Database, log: Logger): Promise<PgBoss> {
  const boss = bossOn(db, log, { supervise: false, schedule: false, migrate: false })
  await boss.start()
  return boss
}

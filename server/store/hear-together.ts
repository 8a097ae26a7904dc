import type { Database } from './database.ts'
import type { Ear, Listening } from './listen.ts'

interface Shared {
  ears: Set<Ear>
  listening: Listening
}

/** One connection for everybody who listens to the same channel. */
export function hearTogether(db: Pick<Database, 'listen'>): Pick<Database, 'listen'> {
  const channels = new Map<string, Shared>()

  function open(channel: string): Shared {
    const ears = new Set<Ear>()
    const listening = db.listen(channel, {
      heard: (payload) => ears.forEach((ear) => ear.heard(payload)),
      missed: () => ears.forEach((ear) => ear.missed()),
    })
    const shared = { ears, listening }
    channels.set(channel, shared)
    return shared
  }

  return {
    listen(channel, ear) {
      const { ears, listening } = channels.get(channel) ?? open(channel)
      ears.add(ear)
      return {
        isCurrent: listening.isCurrent,
        async close() {
          ears.delete(ear)
          if (ears.size > 0) return
          channels.delete(channel)
          await listening.close()
        },
      }
    },
  }
}

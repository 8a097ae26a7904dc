import { AppError } from '../errors.ts'
import { changeConnection, live } from './change.ts'
import type { Actor, Connection } from './connection.ts'
import { readConnections } from './connection-store.ts'
import type { Parts } from './parts.ts'
import { notice, type Notice } from './notices.ts'
import { linkNotices, linkRefusal } from './rules.ts'
import { tellOrg } from './tell-org.ts'

interface Linked {
  connection: Connection
  notices: Notice[]
}

/** First everything that can refuse it, then the org is told, then we say so: what fails half way can be done again. */
export async function linkConnection(
  parts: Parts,
  actor: Actor,
  { connectionId, version }: { connectionId: string; version: number },
): Promise<Linked> {
  const { tenantId } = actor
  const all = await readConnections(tenantId, parts.db)
  const found = live(all.find(({ id }) => id === connectionId))
  assertLinkable(found, all)
  await tellOrg(parts, tenantId, found)
  let notices: Notice[] = []
  const request = { connectionId, version, action: 'connection.linked' } as const
  const connection = await changeConnection(parts, actor, request, ({ connection: before, others, now }) => {
    assertLinkable(before, others)
    notices = linkNotices(before, others)
    return { ...before, linked: true, linkIncomplete: null, firstLinkedAt: before.firstLinkedAt ?? now }
  })
  return { connection, notices }
}

function assertLinkable(connection: Connection, all: readonly Connection[]): void {
  const refusal = linkRefusal(
    connection,
    all.filter(({ id }) => id !== connection.id),
  )
  if (refusal) throw new AppError(refusal)
}

/** The org keeps what it was told: its record pages go on as before, and linking it again changes nothing there. */
export async function unlinkConnection(
  parts: Parts,
  actor: Actor,
  { connectionId, version }: { connectionId: string; version: number },
): Promise<Linked> {
  const request = { connectionId, version, action: 'connection.unlinked' } as const
  const connection = await changeConnection(parts, actor, request, ({ connection: before }) => {
    if (!before.linked) throw new AppError('NOT_LINKED')
    return { ...before, linked: false, linkIncomplete: null }
  })
  return { connection, notices: [notice('SETTINGS_STAY')] }
}

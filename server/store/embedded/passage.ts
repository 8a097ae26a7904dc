import { closeSync, existsSync, openSync } from 'node:fs'
import { StoreError } from '../store-error.ts'
import { barrier } from './account.ts'
import type { Account } from './account.ts'

/** The folders of a PostgreSQL process as it can name them, and what it must inherit for that. */
export interface Passage {
  paths: string[]
  handles: number[]
  /** Once the process is started, which has handles of its own. */
  close(): void
}

const FIRST_HANDLE = 3
const OWN_HANDLES = '/proc/self/fd'

/**
 * Root may keep its data below a folder that nobody else may enter (/root, say), while PostgreSQL's account cannot even
 * say the name of its own folder then. So it gets the folder itself, open, and calls it by its handle.
 */
export function passageTo(
  folders: string[],
  account: Account | undefined,
  ownHandles = OWN_HANDLES,
): Passage {
  const handles: number[] = []
  const paths = folders.map((folder) => {
    const closed = account && barrier(folder, account)
    if (!closed) return folder
    if (!existsSync(ownHandles)) throw notReachable(closed, account)
    return `${ownHandles}/${FIRST_HANDLE + handles.push(openSync(folder, 'r')) - 1}`
  })
  return { paths, handles, close: () => handles.forEach(closeSync) }
}

/** Whether a path is one that only the process which names it can follow. */
export function isHandle(path: string): boolean {
  return path.startsWith(`${OWN_HANDLES}/`)
}

function notReachable(closed: string, account: Account): StoreError {
  return new StoreError(
    'FOLDER_NOT_REACHABLE',
    `PostgreSQL does not run as root, and the user it runs as (uid ${account.uid}) may not enter ${closed}. ` +
      `Choose a folder outside it with DATA_DIR, for example /var/lib/team-view, or start the server as another user.`,
  )
}

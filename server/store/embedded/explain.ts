import { StoreError } from '../store-error.ts'
import type { StoreErrorCode } from '../store-error.ts'

/** What PostgreSQL and initdb say when they cannot, and what that means to the person who started us. */
const KNOWN: { pattern: RegExp; code: StoreErrorCode; say(folder: string): string }[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/,
    code: 'DISK_FULL',
    say: (folder) => `The disk that holds ${folder} is full. Free some space and start again.`,
  },
  {
    pattern: /database files are incompatible with server|initialized by PostgreSQL version/,
    code: 'FOLDER_OTHER_VERSION',
    say: (folder) =>
      `${folder} was made by another version of PostgreSQL. Move its data with pg_dump, or choose another folder with DATA_DIR.`,
  },
  {
    pattern: /has wrong ownership|Permission denied|Operation not permitted|Read-only file system/,
    code: 'FOLDER_OTHER_OWNER',
    say: (folder) =>
      `PostgreSQL may not use ${folder}. Give it to the user that runs the server, or choose another folder with DATA_DIR.`,
  },
]

export function explain(output: string, folder: string): StoreError {
  const known = KNOWN.find(({ pattern }) => pattern.test(output))
  if (known) return new StoreError(known.code, known.say(folder))
  return new StoreError('START_FAILED', `PostgreSQL could not start in ${folder}: ${lastComplaint(output)}`)
}

/** Another postmaster still holds the folder: dying, or not yet collected by its parent. It is worth another try. */
export function willPass(output: string): boolean {
  return /lock file "[^"]*" already exists|pre-existing shared memory block|lock file "[^"]*" is empty/.test(
    output,
  )
}

function lastComplaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const complaint = lines.findLast((line) => /(FATAL|PANIC|ERROR|error):/.test(line)) ?? lines.at(-1)
  return (complaint ?? 'it said nothing').replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '').trim()
}

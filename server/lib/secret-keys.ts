import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { KEY_BYTES, KEY_ID, type SecretKeys } from './secrets.ts'

const FILE = 'secret-keys'

/** The kept keys are there but cannot be used. Never mended by making others: these would open nothing. */
export class SecretKeysError extends Error {
  override name = 'SecretKeysError'
}

/** Keys as an administrator writes them, `id:base64,id2:base64`, the current one first; or everything wrong with them. */
export function parseSecretKeys(text: string): { keys: SecretKeys } | { problems: string[] } {
  const entries = text.split(',').map((entry) => entry.trim())
  const keys = new Map<string, Buffer>()
  const problems: string[] = []
  for (const [index, entry] of entries.entries()) {
    const read = readEntry(entry)
    // By its place and never by its text, which may be the key itself.
    const say = (problem: string) => problems.push(`${placeOf(index, entries.length)} ${problem}`)
    if ('problem' in read) say(read.problem)
    else if (keys.has(read.id)) say(`has the id of an earlier key, ${read.id}; choose another`)
    else if ([...keys.values()].some((other) => other.equals(read.key))) say('repeats an earlier key')
    else keys.set(read.id, read.key)
  }
  const [current] = keys.keys()
  return problems.length > 0 || current === undefined ? { problems } : { keys: { current, keys } }
}

const placeOf = (index: number, count: number): string =>
  count === 1 ? 'the key' : `key ${index + 1} of ${count}`

function readEntry(entry: string): { id: string; key: Buffer } | { problem: string } {
  const [id = '', base64, ...more] = entry.split(':')
  if (base64 === undefined || more.length > 0) return { problem: 'is not written as id:base64' }
  if (!KEY_ID.test(id)) return { problem: 'needs an id of 1 to 32 letters, digits, - or _ before the colon' }
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) return { problem: 'is not base64 after the colon' }
  const key = Buffer.from(base64, 'base64')
  if (key.length !== KEY_BYTES)
    return {
      problem: `has ${key.length} bytes instead of ${KEY_BYTES}; make one with "openssl rand -base64 32"`,
    }
  // The same byte over and over is a placeholder somebody forgot.
  if (new Set(key).size < 8) return { problem: 'is not random; make one with "openssl rand -base64 32"' }
  return { id, key }
}

/** The keys kept in this folder; one is made, and readable by its owner only, the first time. */
export async function keptSecretKeys(dataDir: string): Promise<SecretKeys> {
  const file = join(dataDir, FILE)
  return (await load(file)) ?? (await create(dataDir, file))
}

async function load(file: string): Promise<SecretKeys | undefined> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unusable(file, 'cannot be read', cause)
  })
  if (text === undefined) return undefined
  const read = parseSecretKeys(text.trim())
  if ('problems' in read) throw unusable(file, `is damaged: ${read.problems.join('; ')}`)
  // A copied folder may have lost the mode; a key others can read is no secret.
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600)
  return read.keys
}

async function create(dataDir: string, file: string): Promise<SecretKeys> {
  const unique = randomBytes(6).toString('hex')
  // An id of its own: should the file ever be lost, what it sealed is known to need another key.
  const text = `key-${unique}:${randomBytes(KEY_BYTES).toString('base64')}\n`
  const draft = `${file}.${unique}`
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // A link appears whole and never replaces: of two that start together, one key wins and both use it.
    await link(draft, file).catch((problem: unknown) => {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem
    })
  } catch (cause) {
    throw unusable(file, 'cannot be written', cause)
  } finally {
    await rm(draft, { force: true })
  }
  const kept = await load(file)
  if (!kept) throw unusable(file, 'vanished while it was made')
  return kept
}

const unusable = (file: string, what: string, cause?: unknown): SecretKeysError =>
  new SecretKeysError(
    `The key file ${file} ${what}. Put it back from your backup; without it, connections must be authorized again.`,
    { cause },
  )

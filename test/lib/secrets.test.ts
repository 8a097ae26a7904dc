import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keptSecretKeys, SecretKeysError } from '../../server/lib/secret-keys.ts'
import { createVault, VaultError } from '../../server/lib/secrets.ts'
import { secretKey, testVault } from '../support/secrets.ts'

const CONTEXT = ['connection', 'tenant-1', 'connection-1', 'refresh-token']
const PLAIN = '5Aep861 a refresh token'

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof VaultError) return error.code
    throw error
  }
  return 'opened'
}

describe('a sealed secret', () => {
  test('opens to what it was, whatever it is and whatever it is bound to', () => {
    const vault = testVault()
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(text, fc.array(text), (plain, context) => {
        expect(vault.open(vault.seal(plain, context), context)).toBe(plain)
      }),
    )
  })

  test('shows nothing of the secret, and looks different each time', () => {
    const vault = testVault()
    const sealed = Array.from({ length: 50 }, () => vault.seal(PLAIN, CONTEXT))
    expect(new Set(sealed).size).toBe(50)
    expect(new Set(sealed.map((text) => text.split('.')[2]!.slice(0, 16))).size).toBe(50)
    for (const text of sealed) {
      expect(Buffer.from(text.split('.')[2]!, 'base64url').toString('latin1')).not.toContain('Aep861')
      expect(text).toMatch(/^v1\.test\.[\w-]+$/)
    }
  })

  test.each([
    ['another tenant', ['connection', 'tenant-2', 'connection-1', 'refresh-token']],
    ['another connection', ['connection', 'tenant-1', 'connection-2', 'refresh-token']],
    ['another field', ['connection', 'tenant-1', 'connection-1', 'access-token']],
    ['less', CONTEXT.slice(0, 3)],
    ['nothing', []],
    ['the same letters, cut elsewhere', ['connectiontenant-1', 'connection-1', 'refresh-token']],
    [
      'the same letters, with the separators inside',
      ['connection","tenant-1', 'connection-1', 'refresh-token'],
    ],
  ])('does not open for %s', (_, context) => {
    const vault = testVault()
    expect(codeOf(() => vault.open(vault.seal(PLAIN, CONTEXT), context))).toBe('NOT_AUTHENTIC')
  })

  test('does not open once a single bit of it is another', () => {
    const vault = testVault()
    const [version, id, text] = vault.seal(PLAIN, CONTEXT).split('.') as [string, string, string]
    const bytes = Buffer.from(text, 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      const sealed = `${version}.${id}.${changed.toString('base64url')}`
      expect(codeOf(() => vault.open(sealed, CONTEXT))).toBe('NOT_AUTHENTIC')
    }
  })

  test('does not open when it is shortened, relabelled or made up', () => {
    const vault = testVault('new', 'old')
    const sealed = vault.seal(PLAIN, CONTEXT)
    const openings = [
      ...Array.from({ length: sealed.length }, (_, length) => sealed.slice(0, length)),
      sealed.replace('.new.', '.old.'),
      sealed.replace('v1.', 'v2.'),
      `${sealed}.`,
      ` ${sealed}`,
      `${sealed}\n`,
      PLAIN,
      'v1.new.',
    ].map((text) => codeOf(() => vault.open(text, CONTEXT)))
    expect(new Set(openings)).toEqual(new Set(['NOT_AUTHENTIC']))
  })

  test('outlives a change of the key as long as the old key is there, and tells that it is old', () => {
    const before = testVault('old')
    const after = testVault('new', 'old')
    const sealed = before.seal(PLAIN, CONTEXT)
    expect(before.isCurrent(sealed)).toBe(true)
    expect(after.open(sealed, CONTEXT)).toBe(PLAIN)
    expect(after.isCurrent(sealed)).toBe(false)
    const anew = after.seal(after.open(sealed, CONTEXT), CONTEXT)
    expect(after.isCurrent(anew)).toBe(true)
    expect(testVault('new').open(anew, CONTEXT)).toBe(PLAIN)
    expect(codeOf(() => testVault('new').open(sealed, CONTEXT))).toBe('UNKNOWN_KEY')
  })

  test('does not open with another key of the same name', () => {
    const other = createVault({ current: 'test', keys: new Map([['test', secretKey('other')]]) })
    expect(codeOf(() => other.open(testVault().seal(PLAIN, CONTEXT), CONTEXT))).toBe('NOT_AUTHENTIC')
  })

  test('is never quoted by a refusal', () => {
    const vault = testVault()
    const sealed = vault.seal(PLAIN, CONTEXT)
    for (const bad of [sealed.slice(0, -4), sealed.replace('.test.', '.gone.'), PLAIN]) {
      const error = (() => {
        try {
          return vault.open(bad, CONTEXT)
        } catch (thrown) {
          return thrown as Error
        }
      })() as Error
      const told = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
      expect(told).not.toContain(PLAIN)
      expect(told).not.toContain(sealed.split('.')[2]!.slice(0, 20))
    }
  })
})

test('a vault takes nothing but keys of 32 bytes, of which the current one is there', () => {
  const short = new Map([['a', Buffer.alloc(16, 1)]])
  expect(() => createVault({ current: 'a', keys: short })).toThrow('32 bytes')
  expect(() => createVault({ current: 'b', keys: new Map([['a', secretKey('a')]]) })).toThrow('key b')
  expect(() => createVault({ current: 'a.b', keys: new Map([['a.b', secretKey('a')]]) })).toThrow('named')
})

describe('the key that a server keeps for itself', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'team-view-keys-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const file = () => join(folder, 'secret-keys')
  const modeOf = async () => ((await stat(file())).mode & 0o777).toString(8)

  test('is made once, for its owner only, and is the same from then on', async () => {
    const first = await keptSecretKeys(folder)
    expect(await keptSecretKeys(folder)).toEqual(first)
    expect(first.keys.get(first.current)).toHaveLength(32)
    expect([await modeOf(), await readdir(folder)]).toEqual(['600', ['secret-keys']])
  })

  test('is another one in another folder, under another id', async () => {
    const [one, two] = [await keptSecretKeys(join(folder, 'one')), await keptSecretKeys(join(folder, 'two'))]
    expect(one.current).not.toBe(two.current)
    expect(one.keys.get(one.current)).not.toEqual(two.keys.get(two.current))
  })

  test('is one and the same for many who start together', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => keptSecretKeys(folder)))
    expect(new Set(all.map(({ current }) => current)).size).toBe(1)
    expect(await readdir(folder)).toEqual(['secret-keys'])
  })

  test('is hidden again when a copy has lost its mode', async () => {
    const made = await keptSecretKeys(folder)
    await chmod(file(), 0o644)
    expect(await keptSecretKeys(folder)).toEqual(made)
    expect(await modeOf()).toBe('600')
  })

  test('can be followed by older ones, written as in SECRET_KEYS', async () => {
    await keptSecretKeys(folder)
    const old = (await readFile(file(), 'utf8')).trim()
    await writeFile(file(), `new:${secretKey('new').toString('base64')},${old}\n`)
    const { current, keys } = await keptSecretKeys(folder)
    expect([current, keys.size]).toEqual(['new', 2])
  })

  test.each(['', '\n', 'torn:c2hvcnQ', 'no key at all'])(
    'is never replaced when the file is damaged (%j), and the refusal does not quote it',
    async (text) => {
      await writeFile(file(), text)
      const refusal: unknown = await keptSecretKeys(folder).catch((error: unknown) => error)
      expect(refusal).toBeInstanceOf(SecretKeysError)
      expect((refusal as Error).message).toMatch(/secret-keys is damaged: .* backup/)
      expect((refusal as Error).message).not.toMatch(/c2hvcnQ|no key at all/)
      expect(await readFile(file(), 'utf8')).toBe(text)
    },
  )

  test('cannot be made where nothing can be written, which is said in one line', async () => {
    await writeFile(file(), '')
    const refusal = keptSecretKeys(join(file(), 'data'))
    await expect(refusal).rejects.toThrow(/^The key file [^\n]+$/)
  })
})

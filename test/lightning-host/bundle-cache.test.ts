import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cachedBundle } from '../../lightning-host/build/bundle-cache.ts'
import { folderWith, writeFile } from './folders.ts'

const build = (content: string) => (dir: string) => {
  writeFile(path.join(dir, 'main.js'), content)
  return Promise.resolve()
}
const refuse = () => Promise.reject(new Error('this was to come from the cache'))

describe('a bundle', () => {
  test('is built once, and then taken from the cache', async () => {
    const folder = folderWith()
    expect(await cachedBundle(folder, 'page-1', build('one'))).toMatchObject({ fromCache: false })
    const again = await cachedBundle(folder, 'page-1', refuse)
    expect(again.fromCache).toBe(true)
    expect(readFileSync(path.join(again.dir, 'main.js'), 'utf8')).toBe('one')
  })

  test('that a killed build left half written is not taken for one', async () => {
    const folder = folderWith({ 'unfinished-by-a-killed-process/main.js': 'ha' })
    const { dir, fromCache } = await cachedBundle(folder, 'page-1', build('whole'))
    expect(fromCache).toBe(false)
    expect(readFileSync(path.join(dir, 'main.js'), 'utf8')).toBe('whole')
  })

  test('is not there under its name before it is whole', async () => {
    const folder = folderWith()
    await cachedBundle(folder, 'page-1', async (dir) => {
      await build('half')(dir)
      expect(readdirSync(folder)).not.toContain('page-1')
    })
    expect(readdirSync(folder)).toEqual(['page-1'])
  })

  test('that could not be built leaves nothing behind', async () => {
    const folder = folderWith()
    const failing = async (dir: string) => {
      await build('half')(dir)
      throw new Error('a mistake in the source')
    }
    await expect(cachedBundle(folder, 'page-1', failing)).rejects.toThrow('a mistake in the source')
    expect(readdirSync(folder)).toEqual([])
  })

  test('built by two at the same time is the same for both', async () => {
    const folder = folderWith()
    const [a, b] = await Promise.all(
      ['one', 'one'].map((content) => cachedBundle(folder, 'page-1', build(content))),
    )
    expect(a?.dir).toBe(b?.dir)
    expect(readdirSync(folder)).toEqual(['page-1'])
  })
})

test('of each kind the three used last are kept', async () => {
  const folder = folderWith({ 'base-1/base.js': '' })
  for (const [minute, name] of ['page-1', 'page-2', 'page-3'].entries()) {
    const { dir } = await cachedBundle(folder, name, build(name))
    utimesSync(dir, 0, minute * 60)
  }
  await cachedBundle(folder, 'page-1', refuse)
  await cachedBundle(folder, 'page-4', build('four'))
  expect(readdirSync(folder).sort()).toEqual(['base-1', 'page-1', 'page-3', 'page-4'])
})

test('what killed builds left is cleared away when it is old enough to be nobody’s', async () => {
  const folder = folderWith({ 'unfinished-old/main.js': '', 'unfinished-new/main.js': '' })
  utimesSync(path.join(folder, 'unfinished-old'), 0, 0)
  await cachedBundle(folder, 'page-1', build('one'))
  expect(readdirSync(folder).sort()).toEqual(['page-1', 'unfinished-new'])
})

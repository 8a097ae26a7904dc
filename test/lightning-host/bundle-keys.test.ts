import { rmSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { bundleKeys, type BundleInputs, type BundleKeys } from '../../lightning-host/build/bundle-keys.ts'
import { folderWith, writeFile } from './folders.ts'

let folder: string
let inputs: BundleInputs
let before: BundleKeys

beforeEach(() => {
  folder = folderWith({
    'force-app/a/lwc/one/one.ts': 'one',
    'force-app/a/lwc/one/one.html': '<template></template>',
    'force-app/a/labels/CustomLabels.labels-meta.xml': '<labels></labels>',
    'host/record-page.ts': 'types',
    'host/browser/main.ts': 'main',
    'host/browser/platform/viewer.ts': 'viewer',
    'package-lock.json': lock({ lwc: '8.0.0', express: '5.0.0' }),
  })
  inputs = {
    forceApp: path.join(folder, 'force-app'),
    browserDir: path.join(folder, 'host/browser'),
    lockFile: path.join(folder, 'package-lock.json'),
    baseModules: ['lwc', 'lightning/card'],
  }
  before = bundleKeys(inputs)
})

function lock(versions: Record<string, string>): string {
  const packages = Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }])
  return JSON.stringify({ packages: Object.fromEntries(packages) as unknown })
}

function changed(next: Partial<BundleInputs> = {}): string[] {
  const after = bundleKeys({ ...inputs, ...next })
  return (['tools', 'base', 'page'] as const).filter((key) => after[key] !== before[key])
}

describe('the page alone is built again after a change of', () => {
  test.each([
    ['a script', 'force-app/a/lwc/one/one.ts'],
    ['a template', 'force-app/a/lwc/one/one.html'],
    ['a label', 'force-app/a/labels/CustomLabels.labels-meta.xml'],
    ['the page around the components', 'host/browser/main.ts'],
    ['the package, by a new bundle', 'force-app/b/lwc/two/two.ts'],
  ])('%s', (_what, file) => {
    writeFile(path.join(folder, file), 'changed')
    expect(changed()).toEqual(['page'])
  })

  test('a name, with the same content', () => {
    rmSync(path.join(folder, 'force-app/a/lwc/one/one.ts'))
    writeFile(path.join(folder, 'force-app/a/lwc/uno/uno.ts'), 'one')
    expect(changed()).toEqual(['page'])
  })
})

describe('everything is built again after a change of', () => {
  test('the version of LWC', () => {
    writeFile(inputs.lockFile, lock({ lwc: '8.0.1', express: '5.0.0' }))
    expect(changed()).toEqual(['tools', 'base', 'page'])
  })

  test('the base components that are used', () => {
    expect(changed({ baseModules: ['lwc', 'lightning/card', 'lightning/badge'] })).toEqual(['base', 'page'])
  })

  test('a module the base components read the viewer from', () => {
    writeFile(path.join(folder, 'host/browser/platform/viewer.ts'), 'changed')
    expect(changed()).toEqual(['base', 'page'])
  })
})

describe('nothing is built again after a change of', () => {
  test.each([
    ['a test', 'force-app/a/lwc/one/__tests__/one.test.ts'],
    ['what was emitted for deployment', 'force-app/a/lwc/one/one.js'],
    ['a declaration', 'force-app/a/lwc/one/answer.d.ts'],
    ['a component’s metadata', 'force-app/a/lwc/one/one.js-meta.xml'],
    ['an Apex class', 'force-app/a/classes/One.cls'],
  ])('%s', (_what, file) => {
    writeFile(path.join(folder, file), 'changed')
    expect(changed()).toEqual([])
  })

  test('a package that has no part in a bundle', () => {
    writeFile(inputs.lockFile, lock({ lwc: '8.0.0', express: '5.0.1' }))
    expect(changed()).toEqual([])
  })
})

import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { baseModulesUsed } from '../../lightning-host/build/base-modules.ts'
import { parseLabels, readLabels } from '../../lightning-host/build/labels.ts'
import { findModules } from '../../lightning-host/build/modules.ts'
import { packageSources } from '../../lightning-host/build/sources.ts'
import { folderWith } from './folders.ts'

const BASE_COMPONENTS = path.resolve(import.meta.dirname, '../../node_modules/lightning-base-components')

describe('bundles', () => {
  test('are found in every feature, under the name other components import', () => {
    const forceApp = folderWith({
      'team-view/lwc/teamView/teamView.ts': '',
      'team-view/lwc/teamView/helper.ts': '',
      'common/lwc/dates/dates.js': '',
    })
    expect(findModules(forceApp)).toEqual([
      { name: 'c/dates', path: path.join(forceApp, 'common/lwc/dates/dates.js') },
      { name: 'c/teamView', path: path.join(forceApp, 'team-view/lwc/teamView/teamView.ts') },
    ])
  })

  test('are taken from TypeScript, not from what was emitted beside it', () => {
    const forceApp = folderWith({ 'a/lwc/one/one.ts': '', 'a/lwc/one/one.js': '' })
    expect(findModules(forceApp).map((each) => path.basename(each.path))).toEqual(['one.ts'])
  })

  test('leave out tests and test doubles', () => {
    const forceApp = folderWith({
      'a/lwc/one/one.ts': '',
      'a/lwc/one/__tests__/one.test.ts': '',
      'test/jest-mocks/lightning/navigation.js': '',
    })
    expect(packageSources(forceApp)).toEqual([path.join(forceApp, 'a/lwc/one/one.ts')])
  })

  test('of one name in two features are an error that names both', () => {
    const forceApp = folderWith({ 'a/lwc/one/one.ts': '', 'b/lwc/one/one.ts': '' })
    expect(() => findModules(forceApp)).toThrow(/b\/lwc\/one\/one\.ts: .*c\/one.*a\/lwc\/one\/one\.ts/)
  })
})

describe('labels', () => {
  test('are read from every feature', () => {
    const forceApp = folderWith({
      'a/labels/CustomLabels.labels-meta.xml': file('One', 'First'),
      'b/labels/CustomLabels.labels-meta.xml': file('Two', 'Second'),
    })
    expect(Object.fromEntries(readLabels(forceApp))).toEqual({ One: 'First', Two: 'Second' })
  })

  test('keep what XML writes otherwise, and their line breaks', () => {
    expect(parseLabels(file('Odd', 'R&amp;D &lt;b&gt; &quot;ok&quot; &#233;&#x1F44D;\nnext'))).toEqual([
      ['Odd', 'R&D <b> "ok" é👍\nnext'],
    ])
  })

  function file(name: string, value: string): string {
    return `<?xml version="1.0" encoding="UTF-8"?>
<CustomLabels xmlns="http://soap.sforce.com/2006/04/metadata">
    <labels>
        <fullName>${name}</fullName>
        <language>en_US</language>
        <protected>false</protected>
        <shortDescription>Short</shortDescription>
        <value>${value}</value>
    </labels>
</CustomLabels>`
  }
})

describe('base components', () => {
  test('are those the templates and the scripts name', () => {
    const forceApp = folderWith({
      'a/lwc/one/one.html':
        '<template><lightning-formatted-date-time></lightning-formatted-date-time></template>',
      'a/lwc/one/one.ts':
        "import Toast from 'lightning/toast'\nimport { getRecord } from 'lightning/uiRecordApi'\nimport type { A } from 'lightning/nothing'",
    })
    expect(
      baseModulesUsed(packageSources(forceApp), BASE_COMPONENTS).filter((name) => !/lwc/.test(name)),
    ).toEqual(['lightning/formattedDateTime', 'lightning/toast'])
  })

  test('that exist only in Salesforce are an error that names the file', () => {
    const forceApp = folderWith({
      'a/lwc/one/one.html': '<template><lightning-record-form></lightning-record-form></template>',
    })
    expect(() => baseModulesUsed(packageSources(forceApp), BASE_COMPONENTS)).toThrow(
      /one\.html: lightning\/recordForm exists only in Salesforce/,
    )
  })
})

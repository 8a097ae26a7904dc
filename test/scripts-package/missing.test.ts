import { describe, expect, test } from 'vitest'
import { metaFiles } from '../../scripts/package/api-version.ts'
import { apexTests } from '../../scripts/package/apex-rules.ts'
import { complaints, without } from './planted.ts'

const CLASSES = 'force-app/team-view/classes'
const LWC = 'force-app/team-view/lwc'

describe('the package check, on what is missing', () => {
  test('finds a class without a test', async () => {
    const found = await complaints(apexTests, without(`${CLASSES}/TeamViewRecordTest.cls`))
    expect(found).toEqual([`${CLASSES}/TeamViewRecord.cls:1 there is no TeamViewRecordTest`])
  })

  test('finds a class and a component without metadata', async () => {
    const files = [`${CLASSES}/TeamViewRecord.cls-meta.xml`, `${LWC}/healthLook/healthLook.js-meta.xml`]
    for (const file of files)
      expect(await complaints(metaFiles, without(file))).toEqual([`${file}:1 is missing`])
  })
})

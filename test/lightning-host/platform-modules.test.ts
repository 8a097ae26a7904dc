import path from 'node:path'
import { rollup } from 'rollup'
import { describe, expect, test } from 'vitest'
import { problemOf } from '../../lightning-host/build/build-error.ts'
import { packageModules } from '../../lightning-host/build/modules.ts'
import { platformModules } from '../../lightning-host/build/platform-modules.ts'
import { stripTypes } from '../../lightning-host/build/strip-types.ts'
import { folderWith } from './folders.ts'

const PLATFORM = path.resolve(import.meta.dirname, '../../lightning-host/browser/platform')

/** Bundles one script with everything but LWC, which the platform's modules do not need. */
async function bundle(source: string): Promise<{ file: string; code: string }> {
  const file = path.join(folderWith({ 'one.ts': source }), 'one.ts')
  const built = await rollup({
    input: file,
    external: ['lwc'],
    plugins: [
      platformModules({ platformDir: PLATFORM, labels: new Map([['Team_Title', 'Team View']]) }),
      packageModules([]),
      stripTypes(),
    ],
  })
  const { output } = await built.generate({ format: 'es' })
  return { file, code: output[0].code }
}

async function problemWith(source: string) {
  return problemOf(await bundle(source).catch((error: unknown) => error))
}

describe('what the platform provides', () => {
  test('a label is its text', async () => {
    const { code } = await bundle("import title from '@salesforce/label/c.Team_Title'\nconsole.log(title)")
    expect(code).toContain('"Team View"')
  })

  test('a field is its object and its name, and may lead through a lookup', async () => {
    const { code } = await bundle("import f from '@salesforce/schema/Case.Account.Name'\nconsole.log(f)")
    expect(code).toContain('{"objectApiName":"Case","fieldApiName":"Account.Name"}')
  })

  test('Apex is asked for over HTTP, by the name of the class and the method', async () => {
    const { code } = await bundle("import get from '@salesforce/apex/Team.get'\nget()")
    expect(code).toContain('apexMethod("Team.get")')
    expect(code).toContain('`/apex/${name}`')
  })
})

describe('a mistake in a source is told with its file', () => {
  test('a label that does not exist', async () => {
    const { file, message } = await problemWith(
      "import t from '@salesforce/label/c.Team_Titel'\nconsole.log(t)",
    )
    expect(message).toBe('There is no custom label Team_Titel')
    expect(file).toMatch(/one\.ts$/)
  })

  test('a bundle that does not exist', async () => {
    const { file, message } = await problemWith("import t from 'c/teamViw'\nconsole.log(t)")
    expect(message).toBe('The package has no bundle c/teamViw')
    expect(file).toMatch(/one\.ts$/)
  })

  test('a word TypeScript does not know, with its line', async () => {
    const { line, file } = await problemWith('const a: number = 1\n\nconst b: = a\n')
    expect({ line, file: path.basename(file ?? '') }).toEqual({ line: 3, file: 'one.ts' })
  })

  test('TypeScript that would need more than its types removed', async () => {
    const { message, line } = await problemWith('export const a = 1\nenum B { C }\n')
    expect(message).toMatch(/enum is not supported/)
    expect(line).toBe(2)
  })
})

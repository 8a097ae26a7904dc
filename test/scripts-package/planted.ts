import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem, type Check } from '../../scripts/package/problem.ts'
import { readPackage, type PackageSource } from '../../scripts/package/package-source.ts'

export const ROOT = path.resolve(import.meta.dirname, '../..')
const GOOD = readPackage(ROOT)

/** The package with one error planted in it. */
export function planted(file: string, change: (text: string) => string): PackageSource {
  const text = GOOD.files.get(file)
  if (text === undefined) throw new Error(`There is no ${file} to plant an error in`)
  const changed = change(text)
  if (changed === text) throw new Error(`Nothing was planted in ${file}`)
  return { root: ROOT, files: new Map([...GOOD.files, [file, changed]]) }
}

export function without(file: string): PackageSource {
  return { root: ROOT, files: new Map([...GOOD.files].filter(([one]) => one !== file)) }
}

export const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to)

export async function complaints(check: Check, source: PackageSource): Promise<string[]> {
  return (await check.run(source)).problems.map((problem) => formatProblem(problem).trim())
}

export type Case = [
  what: string,
  check: Check,
  file: string,
  change: (text: string) => string,
  complaint: RegExp,
]

export function findsPlanted(subject: string, cases: readonly Case[]): void {
  describe(`the package check, on ${subject}`, () => {
    test.each(cases)('finds %s', async (_what, check, file, change, complaint) => {
      const found = await complaints(check, planted(file, change))
      expect(found.filter((line) => complaint.test(line))).not.toEqual([])
    })
  })
}

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The Salesforce package and its contract as text, by path from the project's root, so a test can plant an error. */
export interface PackageSource {
  root: string
  files: ReadonlyMap<string, string>
}

const WANTED = ['force-app/**/*.*', 'test/contract/*.json', 'sfdx-project.json']

export function readPackage(root: string): PackageSource {
  const paths = WANTED.flatMap((pattern) => globSync(pattern, { cwd: root })).map(forward)
  const sources = paths.filter((file) => !isEmitted(file))
  return { root, files: new Map(sources.map((file) => [file, readFileSync(path.join(root, file), 'utf8')])) }
}

/** LWC JavaScript lies beside its TypeScript only to be deployed. */
const isEmitted = (file: string) => /\/lwc\/.*\.js$/.test(file)

const forward = (file: string) => file.split(path.sep).join('/')

export interface SourceFile {
  file: string
  text: string
}

export function filesMatching({ files }: PackageSource, pattern: RegExp): SourceFile[] {
  return [...files].filter(([file]) => pattern.test(file)).map(([file, text]) => ({ file, text }))
}

/** `Name` of `…/classes/Name.cls` or `…/labels/Name.labels-meta.xml`. */
export const nameOf = (file: string) => path.posix.basename(file).split('.')[0] ?? ''

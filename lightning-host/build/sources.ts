import { existsSync, globSync } from 'node:fs'
import path from 'node:path'

/** The files a bundle is made from, in a steady order. Tests and declarations hold nothing that is bundled. */
export function packageSources(forceApp: string): string[] {
  return filesIn(forceApp, '**/lwc/**/*.{ts,js,html,css,svg}')
}

export function pageSources(browserDir: string): string[] {
  return filesIn(browserDir, '**/*.{ts,js,html,css,svg}')
}

export function filesIn(folder: string, pattern: string): string[] {
  return globSync(pattern, { cwd: folder, exclude: (name) => name === '__tests__' })
    .sort()
    .map((file) => path.join(folder, file))
    .filter((file) => !file.endsWith('.d.ts') && !isEmitted(file))
}

/** A .js beside a .ts was made from it, for deployment to Salesforce only. */
function isEmitted(file: string): boolean {
  return file.endsWith('.js') && existsSync(file.replace(/\.js$/, '.ts'))
}

import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { globSync } from 'node:fs'
import { emitLwc } from './emit-lwc.ts'
import type { Check, Problem } from './problem.ts'

const run = promisify(execFile)

/** Components are written in TypeScript and deployed as JavaScript: a copy goes the whole way to what is deployed. */
export const deployable: Check = {
  name: 'the package converts to what is deployed',
  async run({ root }) {
    const copy = await mkdtemp(path.join(tmpdir(), 'team-view-package-'))
    try {
      for (const part of ['force-app', 'types', 'tsconfig.lwc.json', 'sfdx-project.json', '.forceignore']) {
        await cp(path.join(root, part), path.join(copy, part), { recursive: true })
      }
      const { emitted, problems } = emitLwc(copy, root)
      if (problems.length > 0) return { counted: `${emitted} modules`, problems }
      return { counted: `${emitted} modules`, problems: await convert(copy, root) }
    } finally {
      await rm(copy, { recursive: true, force: true })
    }
  },
}

async function convert(copy: string, root: string): Promise<Problem[]> {
  const cli = path.join(root, 'node_modules/@salesforce/cli/bin/run.js')
  const out = path.join(copy, 'out')
  try {
    await run(process.execPath, [cli, 'project', 'convert', 'source', '--output-dir', out, '--json'], {
      cwd: copy,
      env: {
        ...process.env,
        SF_DISABLE_TELEMETRY: 'true',
        SF_AUTOUPDATE_DISABLE: 'true',
        SF_DISABLE_LOG_FILE: 'true',
      },
      timeout: 60_000,
    })
  } catch (error) {
    return [{ file: 'force-app', line: 1, message: `cannot be converted: ${outputOf(error)}` }]
  }
  return bundleProblems(out)
}

async function bundleProblems(out: string): Promise<Problem[]> {
  const bundles = await readdir(path.join(out, 'lwc'))
  const files = new Set(globSync('lwc/**/*.*', { cwd: out }).map((file) => file.split(path.sep).join('/')))
  const missing = bundles
    .filter((name) => !files.has(`lwc/${name}/${name}.js`))
    .map((name) => `lwc/${name}/${name}.js is missing`)
  const extra = [...files]
    .filter((file) => /\.ts$|__tests__|tsconfig/.test(file))
    .map((file) => `${file} is deployed`)
  return [...missing, ...extra].map((message) => ({ file: '.forceignore', line: 1, message }))
}

function outputOf(error: unknown): string {
  const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string }
  return (stdout || stderr || message).trim()
}

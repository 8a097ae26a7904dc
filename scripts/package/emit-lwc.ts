import { globSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import type { Problem } from './problem.ts'

/** Writes each component's JavaScript beside its TypeScript, if every type holds. */
export function emitLwc(copy: string, root: string): { emitted: number; problems: Problem[] } {
  const modules = path.join(copy, 'node_modules')
  symlinkSync(path.join(root, 'node_modules'), modules, 'junction')
  const json = ts.readConfigFile(path.join(copy, 'tsconfig.lwc.json'), (file) => ts.sys.readFile(file))
  const { options } = ts.parseJsonConfigFileContent(json.config, ts.sys, copy)
  const sources = globSync('{force-app/*/lwc/*/*.ts,types/*.d.ts}', {
    cwd: copy,
    exclude: (name) => name === 'types/jest.d.ts',
  })
  const program = ts.createProgram(
    sources.map((file) => path.join(copy, file)),
    { ...options, noEmit: false },
  )
  const diagnostics = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics]
  const emitted = sources.filter((file) => !file.endsWith('.d.ts')).length
  return { emitted, problems: diagnostics.map((found) => problemOf(found, copy)) }
}

function problemOf({ file, start, messageText }: ts.Diagnostic, copy: string): Problem {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 1
  return {
    file: file ? path.relative(copy, file.fileName) : 'tsconfig.lwc.json',
    line,
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }
}

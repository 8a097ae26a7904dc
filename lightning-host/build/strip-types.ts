import { stripTypeScriptTypes } from 'node:module'
import type { Plugin } from 'rollup'
import { BuildError } from './build-error.ts'

/**
 * LWC's compiler knows `.ts` names but not TypeScript. Types become blanks, so an error's line and column
 * are those of the source, and decorators stay for LWC to read.
 */
export function stripTypes(): Plugin {
  return {
    name: 'strip-types',
    transform(code, id) {
      const file = id.split('?')[0] ?? id
      return file.endsWith('.ts') ? { code: strip(code, file), map: null } : null
    },
  }
}

function strip(code: string, file: string): string {
  try {
    return stripTypeScriptTypes(code, { sourceUrl: file })
  } catch (error) {
    const { message, stack = '' } = error as Error
    // Node tells the line only in the stack's first, `file:line`.
    const line = Number(/:(\d+)$/.exec(stack.split('\n')[0] ?? '')?.[1])
    throw new BuildError({ message, file, ...(line && { line }) })
  }
}

import { stripTypeScriptTypes } from 'node:module'
import type { Plugin } from 'rollup'

/**
 * LWC's compiler knows `.ts` names but not TypeScript. Types become blanks, so an error's line and column
 * are those of the source, and decorators stay for LWC to read.
 */
export function stripTypes(): Plugin {
  return {
    name: 'strip-types',
    transform(code, id) {
      const file = id.split('?')[0] ?? id
      return file.endsWith('.ts') ? { code: stripTypeScriptTypes(code), map: null } : null
    },
  }
}

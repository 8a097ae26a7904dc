// What Jest and sa11y put into the global scope of component tests.
import type * as globals from '@jest/globals'

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>> {
    toBeAccessible(): Promise<R>
  }
}

declare global {
  const expect: typeof globals.expect
  const jest: typeof globals.jest
  const describe: typeof globals.describe
  const it: typeof globals.it
  const beforeEach: typeof globals.beforeEach
  const afterEach: typeof globals.afterEach
}

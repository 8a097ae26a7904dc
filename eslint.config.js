import js from '@eslint/js'
import lwcTs from '@salesforce/eslint-config-lwc/recommended-ts.js'
import globals from 'globals'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const NODE = [
  'server/**/*.ts',
  'local-org/**/*.ts',
  'lightning-host/**/*.ts',
  'scripts/**/*.ts',
  'bench/**/*.ts',
  'test/**/*.ts',
  '*.ts',
]
const LWC = ['force-app/**/lwc/**/*.ts', 'lightning-host/browser/**/*.ts']

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only server/config.ts reads the environment.',
}
const clock = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the clock that is passed in.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the clock that is passed in.',
  },
]
const ids = {
  selector: "CallExpression[callee.name='randomUUID']",
  message: 'Ids are made in server/lib/ids.ts.',
}

export default defineConfig([
  { ignores: ['force-app/**/*.js', 'coverage/', 'data/', '.cache/'] },
  js.configs.recommended,
  {
    files: NODE,
    ignores: ['lightning-host/browser/**'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true }, globals: globals.node },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // Our objects of functions are closures: nothing in them looks at `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'max-lines': ['error', { max: 250, skipComments: true }],
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: [
      'server/config.ts',
      'server/main.ts',
      'server/worker.ts',
      'server/trust.ts',
      'server/admin-link.ts',
      'server/lib/**',
    ],
    rules: { 'no-restricted-syntax': ['error', environment, ...clock, ids] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: LWC,
    extends: [lwcTs, ...tseslint.configs.recommended],
    languageOptions: { parser: tseslint.parser, globals: globals.browser },
  },
  {
    files: ['**/__tests__/**', 'force-app/test/**'],
    languageOptions: { globals: { ...globals.node, ...globals.jest } },
    rules: {
      '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
      '@lwc/lwc/no-async-operation': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  { files: ['**/*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['jest.setup.cjs'], languageOptions: { globals: { ...globals.jest, ...globals.browser } } },
])

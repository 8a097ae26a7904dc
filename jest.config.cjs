const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config')

module.exports = {
  ...jestConfig,
  roots: ['<rootDir>/force-app'],
  moduleNameMapper: {
    '^lightning/refresh$': '<rootDir>/force-app/test/jest-mocks/lightning/refresh',
    '^lightning/platformShowToastEvent$':
      '<rootDir>/force-app/test/jest-mocks/lightning/platformShowToastEvent',
  },
  setupFilesAfterEnv: [...jestConfig.setupFilesAfterEnv, '<rootDir>/jest.setup.cjs'],
  coverageDirectory: '<rootDir>/coverage/lwc',
  collectCoverageFrom: ['force-app/**/lwc/**/*.ts', '!force-app/**/__tests__/**', '!force-app/**/*.d.ts'],
  coverageThreshold: { global: { statements: 85, branches: 85, functions: 85, lines: 85 } },
}

const { registerSa11yMatcher } = require('@sa11y/jest')

registerSa11yMatcher()

afterEach(() => {
  document.body.replaceChildren()
  jest.clearAllMocks()
  jest.useRealTimers()
})

import { afterAll, expect } from 'vitest'
import { watchAnswers } from './answers.ts'
import { markSecrets } from './marker.ts'
import { takeLeaks } from './watch.ts'

// For every file of tests: no secret that was made or used in it is in an answer, a log line or a row. Logs are looked at
// in ../log.ts and databases in ../database.ts.
markSecrets()
watchAnswers()
afterAll(() => {
  expect(takeLeaks(), 'secrets that were seen where none belongs').toEqual([])
})

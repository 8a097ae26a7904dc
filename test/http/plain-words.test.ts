import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../server/errors.ts'
import { validatePart } from '../../server/http/validate.ts'
import { listedEndpoints } from '../support/app.ts'

function messagesOf(schema: z.ZodObject, value: unknown): string[] {
  try {
    validatePart('body', schema, value)
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.details?.map(({ message }) => message) ?? []
  }
}
const of = (field: z.ZodType, value: unknown): string | undefined =>
  messagesOf(z.object({ field }), value === undefined ? {} : { field: value })[0]

test.each<[z.ZodType, unknown, string]>([
  [z.string(), undefined, 'is missing'],
  [z.enum(['a', 'b']), undefined, 'is missing'],
  [z.uuid(), undefined, 'is missing'],
  [z.string(), 7, 'must be a text'],
  [z.string().nullable(), 7, 'must be a text'],
  [z.string(), null, 'must be a text'],
  [z.int().min(1), '1', 'must be a number'],
  [z.int().min(1), 1.5, 'must be a whole number'],
  [z.int().min(1), 0, 'must be at least 1'],
  [z.int().max(10), 11, 'must be at most 10'],
  [z.boolean(), 'true', 'must be true or false'],
  [z.array(z.string()), 'a', 'must be a list'],
  [z.array(z.string()).min(2), ['a'], 'must have at least 2 entries'],
  [z.object({}), 'a', 'must be an object'],
  [z.string().min(1), '', 'must have at least 1 character'],
  [z.string().max(400), 'x'.repeat(401), 'must have at most 400 characters'],
  [z.string().length(3), 'x', 'must have exactly 3 characters'],
  [z.enum(['a', 'b']), 'c', 'must be one of a, b'],
  [z.literal('true'), 'yes', 'must be true'],
  [z.iso.datetime(), 'today', 'must be a time such as 2026-11-20T09:30:00Z'],
  [z.string('in its own words'), 7, 'in its own words'],
  [z.string().regex(/^a/, 'must begin with a'), 'b', 'must begin with a'],
])('%#: what is wrong with a value is said in plain words', (schema, value, message) => {
  expect(of(schema, value)).toBe(message)
})

const LONG = 'x'.repeat(5000)
const WRONG = [undefined, null, 7, -1, 1.5, 1e300, true, '', '?', LONG, [], [7], {}, { a: 1 }]
const PLAIN = /^(is|must|does not) [\p{L}\p{N} ,.:()'"…’|-]+$/u

describe('no endpoint answers a wrong value in the words of a validator', () => {
  test.each(listedEndpoints().map((endpoint) => [endpoint.name, endpoint] as const))(
    '%s',
    (_name, endpoint) => {
      for (const schema of [endpoint.params, endpoint.query, endpoint.body])
        for (const field of Object.keys(schema?.shape ?? {}))
          for (const value of WRONG)
            for (const message of messagesOf(schema!, value === undefined ? {} : { [field]: value })) {
              expect(message).toMatch(PLAIN)
              expect(message).not.toMatch(/expected|received|invalid|undefined|pattern|too (big|small)/i)
            }
    },
  )
})

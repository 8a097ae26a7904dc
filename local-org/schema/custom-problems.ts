// What is wrong with objects and fields that somebody wrote down, in words.
import { z } from 'zod'

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

/** An object with these settings and no others. */
export function only<T extends z.core.$ZodLooseShape>(settings: T) {
  const known = `is no setting. Known are ${Object.keys(settings).join(', ')}.`
  return z.strictObject(settings, {
    error: ({ code }) => (code === 'unrecognized_keys' ? known : undefined),
  })
}

/** Words for what the shapes themselves have none for. */
export const wordsFor: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${TYPES[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'invalid_union':
      return `must be ${expectedIn(issue.errors).join(' or ')}`
    case 'too_small':
      return issue.origin === 'number' ? `must be at least ${issue.minimum}` : 'must not be empty'
    case 'too_big':
      return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters long' : ''}`
    default:
      return undefined
  }
}

function expectedIn(choices: readonly (readonly z.core.$ZodIssue[])[]): string[] {
  const expected = choices.flat().flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []))
  const words = [...new Set(expected)].map((type) => TYPES[type] ?? type)
  return words.length > 0 ? words : ['something else']
}

/** Where in the file, and what is wrong there. */
export function problemLines({ issues }: z.ZodError): string[] {
  return issues.flatMap((issue) => {
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    return paths.map((path) => `${placeOf(path) || 'the file'}: ${issue.message}`)
  })
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}

import { reduceErrors } from 'c/reduceErrors'

describe('reduceErrors', () => {
  const cases: [name: string, errors: unknown, messages: string[], details: string[]][] = [
    [
      'an Apex failure',
      { status: 500, statusText: 'Server Error', body: { message: 'Ask.' } },
      ['Ask.'],
      ['500 Server Error'],
    ],
    ['a list from a wire', { body: [{ message: 'A' }, { message: 'B' }] }, ['A', 'B'], []],
    [
      'page and field errors',
      {
        body: {
          message: 'Both',
          pageErrors: [{ message: 'Page' }],
          fieldErrors: { Name: [{ message: 'Field' }] },
        },
      },
      ['Page', 'Field'],
      [],
    ],
    ['a JavaScript error', new Error('Broken'), ['Broken'], []],
    ['a plain text', 'Broken', ['Broken'], []],
    ['several failures, each said once', [{ message: 'A' }, { message: 'A' }, 'B'], ['A', 'B'], []],
    ['only a status', { status: 404, statusText: 'Not Found' }, [], ['404 Not Found']],
    ['nothing', undefined, [], []],
    ['holes', [null, undefined, ''], [], []],
    ['an empty body', { body: {} }, [], []],
  ]

  it.each(cases)('reads %s', (_name, errors, messages, details) => {
    expect(reduceErrors(errors)).toEqual({ messages, details })
  })
})

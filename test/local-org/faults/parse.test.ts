import { describe, expect, it } from 'vitest'
import { faultHelp, parseFault, readFault } from '../../../local-org/faults/index.ts'
import { FAULT_KINDS } from '../../../local-org/faults/kinds.ts'
import { InvalidInput } from '../../../local-org/params.ts'

function mistakesOf(act: () => unknown): readonly string[] {
  try {
    act()
  } catch (problem) {
    if (problem instanceof InvalidInput) return problem.mistakes
    throw problem
  }
  return []
}

describe('a fault on the command line', () => {
  it.each([
    ['unauthorized', { kind: 'unauthorized' }],
    ['latency:ms=300,path=/query,times=3', { kind: 'latency', ms: 300, path: '/query', times: 3 }],
    ['wrong-total:by=5', { kind: 'wrong-total', by: 5 }],
    ['wrong-count:by=-1', { kind: 'wrong-count', by: -1 }],
    [
      'unavailable:times=always,after=2,method=POST',
      { kind: 'unavailable', times: null, after: 2, method: 'POST' },
    ],
    ['cut:afterBytes=0', { kind: 'cut', afterBytes: 0 }],
    [
      'instance-url:url=http://127.0.0.1:5051/x?a=b',
      { kind: 'instance-url', url: 'http://127.0.0.1:5051/x?a=b' },
    ],
    ['other-org', { kind: 'other-org' }],
    [
      'stream-stall:path=/data/AccountChangeEvent',
      { kind: 'stream-stall', path: '/data/AccountChangeEvent' },
    ],
  ])('reads %s', (text, spec) => {
    expect(parseFault(text)).toEqual(spec)
  })

  it.each([
    [
      'unauthorised',
      [/^There is no fault "unauthorised"\. There are: latency, unauthorized, .*stream-stall\.$/],
    ],
    ['', [/^There is no fault ""\./]],
    ['latency,ms=2000', [/^There is no fault "latency,ms=2000"; did you mean latency:ms=2000\?$/]],
    ['limit,path=/x:y', [/^There is no fault "limit,path=\/x:y"; did you mean limit:path=\/x:y\?$/]],
    ['wrong,ms=2000', [/^There is no fault "wrong,ms=2000"\. There are: /]],
    ['toString', [/^There is no fault "toString"/]],
    ['latency', [/^latency: ms is missing, a whole number from 0 to 600000\.$/]],
    ['latency:ms=soon', [/^latency: ms must be a whole number from 0 to 600000, not "soon"\.$/]],
    ['latency:ms=600001', [/not 600001\.$/]],
    ['latency:ms=1.5', [/not "1\.5"\.$/]],
    ['latency:ms', [/^latency: "ms" is no name=value\.$/]],
    ['latency:ms=1,ms=2', [/^latency: ms is given twice\.$/]],
    ['latency:ms=1,', [/^latency: "" is no name=value\.$/]],
    ['unauthorized:times=0', [/times must be a whole number from 1 up, or always/]],
    ['unauthorized:ms=3', [/^unauthorized: There is no ms here\. It takes path, method, times, after\.$/]],
    ['wrong-total:by=0', [/by must be a whole number, but not 0, not 0\.$/]],
    ['limit:method=GETS', [/method must be one of GET, POST, PATCH, PUT, DELETE, HEAD, not "GETS"/]],
    ['limit:path=query', [/path must be a path like/]],
    ['instance-url:url=ftp://x', [/url must be an address/]],
    ['other-org:orgId=001x', [/orgId must be the id of an org/]],
    ['latency:ms=x,times=y,foo=z', [/ms must be/, /times must be/, /no foo here/]],
  ])('says of "%s" everything that is wrong and what is allowed', (text, words) => {
    const mistakes = mistakesOf(() => parseFault(text))
    expect(mistakes).toHaveLength(words.length)
    words.forEach((word, index) => expect(mistakes[index]).toMatch(word))
  })
})

describe('a fault as JSON', () => {
  it('takes numbers as numbers and for ever as null', () => {
    const spec = { kind: 'latency', ms: 300, times: null }
    expect(readFault(spec)).toEqual(spec)
  })

  it('takes for ever in the command line’s word too', () => {
    expect(readFault({ kind: 'limit', times: 'always' })).toEqual({ kind: 'limit', times: null })
  })

  it.each([
    [{ kind: 'latency', ms: '300' }, /ms must be a whole number.*not "300"/],
    [{ kind: 'limit', times: 'ever' }, /times must be/],
    [{ ms: 300 }, /There is no fault ""/],
    [{ kind: ['limit'] }, /There is no fault/],
    [JSON.parse('{"kind":"limit","__proto__":1}'), /There is no __proto__ here/],
  ])('refuses %j', (body, words) => {
    expect(mistakesOf(() => readFault(body as Record<string, unknown>)).join()).toMatch(words)
  })
})

it('explains every kind of fault in a line that shows what it needs', () => {
  const lines = faultHelp().split('\n')
  for (const [kind, { help }] of Object.entries(FAULT_KINDS)) {
    expect(lines.filter((line) => line.startsWith(kind) && line.endsWith(help))).toHaveLength(1)
  }
  expect(lines[0]).toContain('latency:ms=…')
  expect(faultHelp()).toContain('times=…')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseUniqueJsonObject } from '../../server/lib/unique-json.ts'

const parse = (text: string | Buffer) => parseUniqueJsonObject(Buffer.from(text as string))
const anyObject = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  fc.jsonValue(),
)

test('any object with distinct names is read as JSON reads it', () => {
  fc.assert(
    fc.property(anyObject, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      expect(parse(text)).toEqual(JSON.parse(text))
    }),
  )
})

test('a name given twice is refused wherever it stands and however it is spelt', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.jsonValue(),
      fc.constantFrom('', '[{"a":1},{"a":2}],', '"a\\":",'),
      (name, value, noise) => {
        const spelt = [
          JSON.stringify(name),
          `"${[...Array(name.length).keys()].map((i) => `\\u${name.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`,
        ]
        for (const again of spelt) {
          const twice = `{${spelt[0]}:${JSON.stringify(value)},${again}:1}`
          expect(parse(twice)).toBeUndefined()
          expect(parse(`{"outer":[${noise}${twice}]}`)).toBeUndefined()
        }
      },
    ),
  )
})

test('the same name in two objects is no repetition', () => {
  expect(parse('{"a":{"a":[{"a":1},{"a":2}]},"b":{"a":"a:a"}}')).toEqual({
    a: { a: [{ a: 1 }, { a: 2 }] },
    b: { a: 'a:a' },
  })
})

test.each(['', 'null', '[]', '1', '"x"', '{', '{"a":1}x', '\uFEFF{}', '{"__proto__":{}}', "{'a':1}"])(
  '%j is refused',
  (text) => {
    expect(parse(text)).toBeUndefined()
  },
)

test('bytes that are not UTF-8 are refused', () => {
  expect(parseUniqueJsonObject(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]))).toBeUndefined()
})

import { XMLParser } from 'fast-xml-parser'
import { filesMatching, type SourceFile } from './package-source.ts'
import { readMetadataSchema, type Element, type MetadataSchema } from './metadata-schema.ts'
import type { Check, Problem } from './problem.ts'

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata'
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  ignoreDeclaration: true,
})

export const metadataXml: Check = {
  name: 'metadata is what Salesforce accepts',
  run(source) {
    const schema = readMetadataSchema()
    const files = filesMatching(source, /-meta\.xml$/)
    return { counted: `${files.length} files`, problems: files.flatMap((file) => checkXml(file, schema)) }
  },
}

function checkXml({ file, text }: SourceFile, schema: MetadataSchema): Problem[] {
  const document = parse(text)
  if (document instanceof Error) return [malformed(file, document)]
  const [[root, content] = ['', {}]] = Object.entries(document)
  if (!schema.knows(root)) return [{ file, line: 1, message: `<${root}> is no metadata type` }]
  const found = contentProblems(content, root, { schema, at: root })
  if (content['@xmlns'] !== NAMESPACE) found.push({ at: root, message: 'has another namespace' })
  return found.map(({ at, message }) => ({ file, line: lineOf(text, at), message: `${at} ${message}` }))
}

function parse(text: string): Record<string, Record<string, unknown>> | Error {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own, for this one line
    return parser.parse(text, true) as Record<string, Record<string, unknown>>
  } catch (error) {
    return error as Error
  }
}

/** The parser says where at the end of its message: `…:2:4`. */
function malformed(file: string, { message }: Error): Problem {
  const [, text = message, line = '1'] = /^(.*):(\d+):\d+$/s.exec(message) ?? []
  return { file, line: Number(line), message: text }
}

interface Found {
  at: string
  message: string
}
interface Place {
  schema: MetadataSchema
  at: string
}

function contentProblems(content: unknown, type: string, place: Place): Found[] {
  const shape = place.schema.shapeOf(type)
  if (shape.kind === 'value') return valueProblems(textOf(content), shape.type, place.at)
  if (shape.kind === 'words') {
    const word = textOf(content)
    return shape.words.has(word) ? [] : [{ at: place.at, message: `"${word}" is no ${type}` }]
  }
  if (typeof content !== 'object' || content === null)
    return content === '' ? [] : [{ at: place.at, message: 'holds text' }]
  return elementProblems(content as Record<string, unknown>, shape.elements, place)
}

function elementProblems(
  content: Record<string, unknown>,
  elements: ReadonlyMap<string, Element>,
  { schema, at }: Place,
): Found[] {
  const given = Object.entries(content).filter(([name]) => !name.startsWith('@') && name !== '#text')
  const inside = given.flatMap(([name, value]): Found[] => {
    const element = elements.get(name)
    if (!element) return [{ at: `${at}/${name}`, message: 'does not belong there' }]
    const values = Array.isArray(value) ? value : [value]
    if (values.length > 1 && !element.repeats) return [{ at: `${at}/${name}`, message: 'may occur once' }]
    return values.flatMap((one) => contentProblems(one, element.type, { schema, at: `${at}/${name}` }))
  })
  const missing = [...elements]
    .filter(
      ([name, { required }]) =>
        required && name !== 'fullName' && !(name in content) && !(`@${name}` in content),
    )
    .map(([name]) => ({ at, message: `lacks <${name}>` }))
  return [...inside, ...missing]
}

function valueProblems(value: string, type: string, at: string): Found[] {
  const fits = type === 'boolean' ? /^(true|false)$/ : type === 'number' ? /^-?\d+(\.\d+)?$/ : /^/
  return fits.test(value) ? [] : [{ at, message: `"${value}" is no ${type}` }]
}

function textOf(content: unknown): string {
  const text =
    typeof content === 'object' && content !== null && '#text' in content ? content['#text'] : content
  return typeof text === 'string' ? text : ''
}

/** Near enough to find it: the first place the element's name occurs. */
function lineOf(text: string, at: string): number {
  const index = text.indexOf(`<${at.split('/').at(-1) ?? ''}`)
  return text.slice(0, Math.max(0, index)).split('\n').length
}

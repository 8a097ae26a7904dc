import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { clientFault } from './fault.ts'

/** An element, by its name without prefix. */
export interface Element {
  readonly name: string
  readonly namespace: string
  /** By their names without prefix; declarations of namespaces left out. */
  readonly attributes: ReadonlyMap<string, string>
  readonly text: string
  readonly children: readonly Element[]
}

export interface Envelope {
  readonly header: Element | undefined
  /** What is called, with its arguments. */
  readonly operation: Element
}

export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((each) => each.name === name)
}

export function texts(element: Element | undefined, name: string): string[] {
  return element?.children.filter((each) => each.name === name).map(({ text }) => text) ?? []
}

export function textIn(element: Element | undefined, name: string): string | undefined {
  return child(element, name)?.text
}

const ATTRIBUTES = ':@'
const TEXT = '#text'
const CDATA = '#cdata'

// Entities are decoded here and not by the parser, so that no document can define any.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
})
type Parsed = Readonly<Record<string, unknown>>
type Scope = ReadonlyMap<string, string>

/** Refuses what is no SOAP message in the words Salesforce has for it. */
export function readEnvelope(xml: string): Envelope {
  const roots = wellFormed(xml).flatMap((node) => elementOf(node, new Map()) ?? [])
  const [envelope] = roots
  const body = child(envelope, 'Body')
  const operation = body?.children[0]
  if (roots.length !== 1 || envelope?.name !== 'Envelope' || !operation) {
    throw clientFault('The message is no SOAP envelope with a call in its body')
  }
  return { header: child(envelope, 'Header'), operation }
}

function wellFormed(xml: string): Parsed[] {
  if (xml.trim() === '') throw clientFault('Premature end of file.')
  if (/<!DOCTYPE/i.test(xml)) throw clientFault('DOCTYPE is not allowed')
  // The package that is to take its place is not in this one yet, and the parser alone reads whatever it is given.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const valid = XMLValidator.validate(xml)
  if (valid !== true) throw clientFault(valid.err.msg)
  try {
    return parser.parse(xml) as Parsed[]
  } catch (problem) {
    throw clientFault((problem as Error).message)
  }
}

function elementOf(node: Parsed, outer: Scope): Element | undefined {
  const tag = Object.keys(node).find((key) => key !== ATTRIBUTES) ?? TEXT
  if (tag === TEXT || tag === CDATA) return undefined
  const attributes = Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>)
  const scope = scopeWith(outer, attributes)
  const content = node[tag] as Parsed[]
  return {
    ...nameIn(tag, scope),
    attributes: new Map(
      attributes
        .filter(([name]) => !/^xmlns(:|$)/.test(name))
        .map(([name, value]) => [localName(name), decoded(value)]),
    ),
    text: content.map(textOf).join(''),
    children: content.flatMap((each) => elementOf(each, scope) ?? []),
  }
}

function scopeWith(outer: Scope, attributes: readonly (readonly [string, string])[]): Scope {
  const declared = attributes.filter(([name]) => /^xmlns(:|$)/.test(name))
  if (declared.length === 0) return outer
  return new Map([
    ...outer,
    ...declared.map(([name, value]) => [name.slice('xmlns:'.length), value] as const),
  ])
}

function nameIn(tag: string, scope: Scope): { name: string; namespace: string } {
  const prefix = tag.includes(':') ? tag.slice(0, tag.indexOf(':')) : ''
  return { name: localName(tag), namespace: scope.get(prefix) ?? '' }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function textOf(node: Parsed): string {
  if (typeof node[TEXT] === 'string') return decoded(node[TEXT])
  const raw = node[CDATA]
  return Array.isArray(raw) ? raw.map((part: Parsed) => String(part[TEXT])).join('') : ''
}

const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED.get(name) ?? unknownEntity(name)
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : unknownEntity(whole)
  })
}

function unknownEntity(name: string): never {
  throw clientFault(`The entity "${name}" was referenced, but not declared.`)
}

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import ts from 'typescript'

/** What may stand inside an element: other elements, or one of some words, or a plain value. */
export type Shape =
  | { kind: 'elements'; elements: ReadonlyMap<string, Element> }
  | { kind: 'words'; words: ReadonlySet<string> }
  | { kind: 'value'; type: string }

export interface Element {
  type: string
  required: boolean
  repeats: boolean
}

export interface MetadataSchema {
  knows(type: string): boolean
  shapeOf(type: string): Shape
}

/** Salesforce publishes no XSD, but generates TypeScript types from the same description. */
export function readMetadataSchema(): MetadataSchema {
  const file = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@salesforce/types/metadata')),
    'metadata.d.ts',
  )
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true)
  const aliases = new Map(
    source.statements.filter(ts.isTypeAliasDeclaration).map(({ name, type }) => [name.text, type]),
  )
  const known = new Map<string, Shape>()

  function shapeOf(type: string): Shape {
    const earlier = known.get(type)
    if (earlier) return earlier
    const node = aliases.get(type)
    const shape: Shape = node ? shapeOfNode(node) : { kind: 'value', type }
    known.set(type, shape)
    return shape
  }

  function shapeOfNode(node: ts.TypeNode): Shape {
    const words = wordsOf(node)
    if (words) return { kind: 'words', words }
    return { kind: 'elements', elements: new Map(elementsOf(node)) }
  }

  function elementsOf(node: ts.TypeNode): [string, Element][] {
    if (ts.isIntersectionTypeNode(node)) return node.types.flatMap(elementsOf)
    if (ts.isTypeLiteralNode(node)) return node.members.filter(ts.isPropertySignature).flatMap(elementOf)
    const inherited = ts.isTypeReferenceNode(node) ? shapeOf(node.typeName.getText()) : undefined
    return inherited?.kind === 'elements' ? [...inherited.elements] : []
  }

  return { knows: (type) => aliases.has(type), shapeOf }
}

function elementOf({ name, type, questionToken }: ts.PropertySignature): [string, Element][] {
  if (!type) return []
  const repeats = ts.isArrayTypeNode(type)
  const inner = repeats ? type.elementType : type
  return [[name.getText(), { type: inner.getText(), required: !questionToken && !repeats, repeats }]]
}

function wordsOf(node: ts.TypeNode): Set<string> | undefined {
  const members = ts.isUnionTypeNode(node) ? node.types : [node]
  const texts = members.flatMap((member) =>
    ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal) ? member.literal.text : [],
  )
  return texts.length === members.length ? new Set(texts) : undefined
}

import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser'
import { filesMatching, nameOf, type PackageSource } from './package-source.ts'

/** A parse tree reduced to what the checks ask about. A leaf has text and no children. */
export interface ApexNode {
  kind: string
  line: number
  text: string
  children: ApexNode[]
}

export interface ApexClass {
  name: string
  file: string
  tree: ApexNode
  isTest: boolean
  syntaxErrors: { line: number; message: string }[]
}

/** Parsing takes a while, and several checks want the same trees. */
const parsed = new WeakMap<PackageSource, ApexClass[]>()

export function apexClasses(source: PackageSource): ApexClass[] {
  const known = parsed.get(source)
  if (known) return known
  const classes = filesMatching(source, /\.cls$/).map(({ file, text }) => parseClass(file, text))
  parsed.set(source, classes)
  return classes
}

function parseClass(file: string, text: string): ApexClass {
  const listener = new Collector()
  const { parser } = ApexParserFactory.createLexerAndParser(text, listener)
  const tree = simplify(parser.compilationUnit())
  const annotations = tree.children[0]?.children.filter(({ text: start }) => /^@istest/i.test(start)) ?? []
  return { name: nameOf(file), file, tree, isTest: annotations.length > 0, syntaxErrors: listener.errors }
}

class Collector extends ApexErrorListener {
  errors: ApexClass['syntaxErrors'] = []
  override apexSyntaxError(line: number, column: number, message: string): void {
    this.errors.push({ line, message: `column ${column + 1}: ${message}` })
  }
}

interface AntlrNode {
  constructor: { name: string }
  start?: { line: number }
  symbol?: { line: number }
  children?: AntlrNode[] | null
  getText(): string
}

function simplify(node: AntlrNode): ApexNode {
  const children = node.children?.map(simplify) ?? []
  const kind = node.symbol ? 'Token' : node.constructor.name.replace(/Context$/, '')
  return { kind, line: node.start?.line ?? node.symbol?.line ?? 1, text: node.getText(), children }
}

export function descendants(node: ApexNode, kind: string): ApexNode[] {
  const inside = node.children.flatMap((child) => descendants(child, kind))
  return node.kind === kind ? [node, ...inside] : inside
}

export const tokens = (node: ApexNode): ApexNode[] => descendants(node, 'Token')

/** String literals without their quotes. */
export const strings = (node: ApexNode): ApexNode[] =>
  tokens(node)
    .filter(({ text }) => text.startsWith("'"))
    .map((token) => ({ ...token, text: unescape(token.text.slice(1, -1)) }))

const unescape = (text: string) => text.replace(/\\(.)/g, '$1')

export const childOf = (node: ApexNode, kind: string) => node.children.find((child) => child.kind === kind)

export const childrenOf = (node: ApexNode, kind: string) =>
  node.children.filter((child) => child.kind === kind)

import ts from 'typescript'
import { childOf, childrenOf, descendants, tokens, type ApexNode } from './apex-tree.ts'

/** The paths of a document, lists left out: `record`, `record.recordId`, `candidates.name`. */
export type Keys = ReadonlySet<string>

export function jsonKeys(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => jsonKeys(one, at))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [at + key, ...jsonKeys(inner, `${at}${key}.`)])
}

/** The keys an Apex class shows to components, those of its inner classes included. */
export function apexKeys(tree: ApexNode): string[] {
  const classes = new Map(
    descendants(tree, 'ClassDeclaration').map((one) => [childOf(one, 'Id')?.text ?? '', one]),
  )
  const [outer] = classes.values()
  return outer ? keysOfClass(outer, classes, '') : []
}

function keysOfClass(declared: ApexNode, classes: ReadonlyMap<string, ApexNode>, at: string): string[] {
  const members = childrenOf(childOf(declared, 'ClassBody') ?? declared, 'ClassBodyDeclaration')
  return members.filter(isAuraEnabled).flatMap((member) => {
    const field = descendants(member, 'FieldDeclaration')[0]
    const name = descendants(member, 'VariableDeclarator')[0]?.children[0]?.text ?? ''
    const type = field && tokens(childOf(field, 'TypeRef') ?? field).findLast(({ text }) => classes.has(text))
    const inner = type && classes.get(type.text)
    return field ? [at + name, ...(inner ? keysOfClass(inner, classes, `${at}${name}.`) : [])] : []
  })
}

const isAuraEnabled = ({ children }: ApexNode) => children.some(({ text }) => /^@auraenabled/i.test(text))

/** The keys of a TypeScript interface and of those it names. */
export function interfaceKeys(text: string, root: string): string[] {
  const source = ts.createSourceFile('answer.d.ts', text, ts.ScriptTarget.ESNext, true)
  const known = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]),
  )
  const keysOf = (node: ts.Node, at: string): string[] => {
    if (ts.isPropertySignature(node)) {
      const name = at + node.name.getText()
      return [name, ...(node.type ? keysOf(node.type, `${name}.`) : [])]
    }
    const named = ts.isTypeReferenceNode(node) ? known.get(node.typeName.getText()) : undefined
    const inside: ts.Node[] = []
    ts.forEachChild(named ?? node, (child) => void inside.push(child))
    return inside.flatMap((child) => keysOf(child, at))
  }
  const start = known.get(root)
  return start ? keysOf(start, '') : []
}

export function difference(left: Iterable<string>, right: Iterable<string>): string[] {
  const known = new Set(right)
  return [...new Set(left)].filter((key) => !known.has(key)).sort()
}

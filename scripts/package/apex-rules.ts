import {
  apexClasses,
  childOf,
  childrenOf,
  descendants,
  strings,
  tokens,
  type ApexClass,
  type ApexNode,
} from './apex-tree.ts'
import type { Check, Problem } from './problem.ts'
import { RESERVED_WORDS } from './reserved-words.ts'

type Rule = (apex: ApexClass) => { line: number; message: string }[]

const parses: Rule = ({ syntaxErrors }) => syntaxErrors

const declaresSharing: Rule = ({ tree }) =>
  declarations(tree)
    .filter(({ modifiers }) => !/\b(with|inherited)sharing\b/.test(modifiers))
    .map(({ line, name }) => ({
      line,
      message: `class ${name} must declare "with sharing" or "inherited sharing"`,
    }))

const queriesInUserMode: Rule = ({ tree }) =>
  descendants(tree, 'SoqlLiteral')
    .filter((query) => !/WITHUSER_MODE/i.test(query.text))
    .map(({ line }) => ({ line, message: 'a query must say WITH USER_MODE' }))

/** Tests prepare their data as the system; everything else writes as the user. */
const writesInUserMode: Rule = ({ tree, isTest }) =>
  isTest
    ? []
    : [
        'InsertStatement',
        'UpdateStatement',
        'UpsertStatement',
        'DeleteStatement',
        'UndeleteStatement',
        'MergeStatement',
      ]
        .flatMap((kind) => descendants(tree, kind))
        .filter((statement) => !/^\w+?asuser/i.test(statement.text))
        .map(({ line }) => ({ line, message: 'a write must say "as user"' }))

const assemblesNoQuery: Rule = ({ tree }) =>
  matches(
    tree,
    /Database\.(query|countQuery|getQueryLocator)\(/i,
    'a query must be written out, or assembled with binds',
  )

const assemblesInUserMode: Rule = ({ tree }) =>
  descendants(tree, 'DotMethodCall')
    .filter(({ text }) => /^(query|countQuery|getQueryLocator)WithBinds\(/i.test(text))
    .filter(({ text }) => !/,AccessLevel\.USER_MODE\)$/i.test(text))
    .map(({ line }) => ({ line, message: 'an assembled query must run with AccessLevel.USER_MODE' }))

const keepsItsWords: Rule = ({ tree, isTest }) =>
  isTest ? [] : matches(tree, /\w\.getMessage\(/i, "another system's message must not reach the user")

const doesNotLog: Rule = ({ tree }) =>
  matches(tree, /System\.debug\(/i, 'nothing may be written to the debug log')

const namesNoHost: Rule = ({ tree, isTest }) =>
  isTest
    ? []
    : strings(tree)
        .filter(({ text }) => /https?:\/\//.test(text))
        .map(({ line }) => ({ line, message: 'an address belongs in the named credential or the settings' }))

const seesOnlyItsOwnData: Rule = ({ tree }) =>
  matches(tree, /SeeAllData=true/i, "a test must not read the org's own data")

const declaresNoReservedName: Rule = ({ tree }) =>
  ['VariableDeclarator', 'FormalParameter', 'MethodDeclaration', 'PropertyDeclaration', 'ClassDeclaration']
    .flatMap((kind) => descendants(tree, kind))
    .flatMap((declared) => childOf(declared, 'Id') ?? [])
    .filter(({ text }) => RESERVED_WORDS.has(text.toLowerCase()))
    .map(({ line, text }) => ({ line, message: `"${text}" is reserved in Apex and cannot be a name` }))

const RULES: readonly Rule[] = [
  parses,
  declaresSharing,
  queriesInUserMode,
  writesInUserMode,
  assemblesNoQuery,
  assemblesInUserMode,
  keepsItsWords,
  doesNotLog,
  namesNoHost,
  seesOnlyItsOwnData,
  declaresNoReservedName,
]

export const apexRules: Check = {
  name: 'Apex parses and keeps the rules',
  run(source) {
    const classes = apexClasses(source)
    const problems = classes.flatMap((apex) => RULES.flatMap((rule) => rule(apex)).map(inFile(apex.file)))
    return { counted: `${classes.length} classes, ${RULES.length} rules`, problems }
  },
}

export const apexTests: Check = {
  name: 'every class has a test class',
  run(source) {
    const classes = apexClasses(source)
    const tests = new Set(classes.filter(({ isTest }) => isTest).map(({ name }) => name))
    const untested = classes.filter(({ name, isTest }) => !isTest && !tests.has(`${name}Test`))
    const problems = untested.map(({ name, file }) => ({ file, line: 1, message: `there is no ${name}Test` }))
    return { counted: `${classes.length - tests.size} classes`, problems }
  },
}

const inFile =
  (file: string) =>
  (found: { line: number; message: string }): Problem => ({ file, ...found })

/** Every class, inner ones too, with the words before it, which sit beside it in the tree. */
function declarations(tree: ApexNode): { name: string; line: number; modifiers: string }[] {
  return ['TypeDeclaration', 'ClassBodyDeclaration']
    .flatMap((kind) => descendants(tree, kind))
    .flatMap((node) => {
      const declared = childOf(childOf(node, 'MemberDeclaration') ?? node, 'ClassDeclaration')
      const modifiers = childrenOf(node, 'Modifier').map(({ text }) => text.toLowerCase())
      const name = (declared && childOf(declared, 'Id')?.text) ?? ''
      return declared ? [{ name, line: declared.line, modifiers: modifiers.join(' ') }] : []
    })
}

/** Lines whose tokens, set close together, match. */
function matches(tree: ApexNode, pattern: RegExp, message: string): { line: number; message: string }[] {
  const lines = Map.groupBy(tokens(tree), ({ line }) => line)
  return [...lines]
    .filter(([, found]) =>
      pattern.test(found.map(({ text }) => (text.startsWith("'") ? "''" : text)).join('')),
    )
    .map(([line]) => ({ line, message }))
}

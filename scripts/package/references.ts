import { apexClasses, descendants, childOf } from './apex-tree.ts'
import { filesMatching, nameOf, type PackageSource, type SourceFile } from './package-source.ts'
import { lineAt, type Check, type Problem } from './problem.ts'

/** Something one file names and another must hold. The first group of the pattern is the name. */
interface Reference {
  in: RegExp
  pattern: RegExp
  what: string
  exists(name: string): boolean
}

export const references: Check = {
  name: 'what a file names exists',
  run(source) {
    const uses = referencesOf(source).flatMap((reference) =>
      filesMatching(source, reference.in).flatMap((file) => usesIn(file, reference)),
    )
    return { counted: `${uses.length} references`, problems: uses.flatMap(({ problem }) => problem ?? []) }
  },
}

export const labelsUsed: Check = {
  name: 'every label is used, on one line',
  run(source) {
    const labels = labelsOf(source)
    const text = filesMatching(source, /\.(ts|cls)$/)
      .map((file) => file.text)
      .join('\n')
    const problems = labels.flatMap(({ file, line, name, value }): Problem[] => {
      const used = new RegExp(`\\b(c|Label)\\.${name}\\b`).test(text)
      return [
        ...(used ? [] : [{ file, line, message: `${name} is used nowhere` }]),
        ...(/\n/.test(value)
          ? [{ file, line, message: `${name} is broken into lines, which the user would see` }]
          : []),
      ]
    })
    return { counted: `${labels.length} labels`, problems }
  },
}

function usesIn({ file, text }: SourceFile, { pattern, what, exists }: Reference): { problem?: Problem }[] {
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[1] ?? ''
    return exists(name)
      ? {}
      : { problem: { file, line: lineAt(text, match.index), message: `there is no ${what} ${name}` } }
  })
}

function referencesOf(source: PackageSource): Reference[] {
  const named = (pattern: RegExp) => new Set(filesMatching(source, pattern).map(({ file }) => nameOf(file)))
  const labels = new Set(labelsOf(source).map(({ name }) => name))
  const bundles = named(/\/lwc\/([^/]+)\/\1\.ts$/)
  const classes = named(/\.cls$/)
  const methods = auraMethods(source)
  const externalCredentials = named(/\.externalCredential-meta\.xml$/)
  const principals = principalsOf(source)
  const namedCredentials = named(/\.namedCredential-meta\.xml$/)
  const objects = named(/\.object-meta\.xml$/)
  const has = (known: ReadonlySet<string>) => (name: string) => known.has(name)
  const permissionSet = /\.permissionset-meta\.xml$/
  return [
    { in: /\.ts$/, pattern: /@salesforce\/label\/c\.(\w+)/g, what: 'label', exists: has(labels) },
    { in: /\.cls$/, pattern: /\bLabel\.(\w+)/g, what: 'label', exists: has(labels) },
    {
      in: /\.ts$/,
      pattern: /@salesforce\/apex\/([\w.]+)/g,
      what: '@AuraEnabled method',
      exists: has(methods),
    },
    { in: /\.ts$/, pattern: /from 'c\/(\w+)'/g, what: 'component', exists: has(bundles) },
    {
      in: /\/lwc\/.*\.html$/,
      pattern: /<c-([\w-]+)/g,
      what: 'component',
      exists: (tag) => bundles.has(camel(tag)),
    },
    {
      in: /\.flexipage-meta\.xml$/,
      pattern: /<componentName>([^<]+)</g,
      what: 'component',
      exists: (name) => name.includes(':') || bundles.has(name),
    },
    { in: /\.cls$/, pattern: /callout:(\w+)/g, what: 'named credential', exists: has(namedCredentials) },
    {
      in: /\.namedCredential-meta\.xml$/,
      pattern: /<externalCredential>(\w+)</g,
      what: 'external credential',
      exists: has(externalCredentials),
    },
    { in: permissionSet, pattern: /<apexClass>(\w+)</g, what: 'class', exists: has(classes) },
    {
      in: permissionSet,
      pattern: /<customSettingAccesses>[\s\S]*?<name>(\w+)</g,
      what: 'custom setting',
      exists: has(objects),
    },
    {
      in: permissionSet,
      pattern: /<externalCredentialPrincipal>([\w-]+)</g,
      what: 'principal',
      exists: has(principals),
    },
  ]
}

export function labelsOf(
  source: PackageSource,
): { file: string; line: number; name: string; value: string }[] {
  return filesMatching(source, /\.labels-meta\.xml$/).flatMap(({ file, text }) =>
    [...text.matchAll(/<fullName>(\w+)<\/fullName>[\s\S]*?<value>([\s\S]*?)<\/value>/g)].map((match) => ({
      file,
      line: lineAt(text, match.index),
      name: match[1] ?? '',
      value: match[2] ?? '',
    })),
  )
}

function auraMethods(source: PackageSource): Set<string> {
  return new Set(
    apexClasses(source).flatMap(({ name, tree }) =>
      descendants(tree, 'ClassBodyDeclaration')
        .filter(({ children }) => children.some(({ text }) => /^@auraenabled/i.test(text)))
        .flatMap((declared) => descendants(declared, 'MethodDeclaration'))
        .map((method) => `${name}.${childOf(method, 'Id')?.text}`),
    ),
  )
}

function principalsOf(source: PackageSource): Set<string> {
  return new Set(
    filesMatching(source, /\.externalCredential-meta\.xml$/).flatMap(({ file, text }) =>
      [...text.matchAll(/<parameterName>([^<]+)<\/parameterName>\s*<parameterType>\w+Principal</g)].map(
        (match) => `${nameOf(file)}-${match[1]}`,
      ),
    ),
  )
}

const camel = (tag: string) => tag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

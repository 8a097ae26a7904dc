import { apexClasses, descendants, strings, tokens, type ApexClass } from './apex-tree.ts'
import { apexKeys, difference, interfaceKeys, jsonKeys } from './contract-keys.ts'
import { filesMatching, nameOf, type PackageSource } from './package-source.ts'
import type { Check, Problem } from './problem.ts'

interface Request {
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  token: { claims: Record<string, unknown> }
}

export const contract: Check = {
  name: 'Apex and components keep the contract',
  run(source) {
    const fixtures = new Map(
      filesMatching(source, /^test\/contract\//).map(({ file, text }) => [
        nameOf(file),
        JSON.parse(text) as unknown,
      ]),
    )
    const problems = [
      ...answerProblems(source, fixtures),
      ...requestProblems(source, requestIn(fixtures)),
      ...fixtureProblems(source, fixtures),
    ]
    return { counted: `${fixtures.size} fixtures`, problems }
  },
}

const isRequest = (name: string) => /^request\b/.test(name)

/** One request with the keys of all. */
function requestIn(fixtures: ReadonlyMap<string, unknown>): Request {
  const requests = [...fixtures].filter(([name]) => isRequest(name)).map(([, fixture]) => fixture as Request)
  const query = Object.assign({}, ...requests.map((request) => request.query)) as Request['query']
  return { ...(fixtures.get('request') as Request), query }
}

function answerProblems(source: PackageSource, fixtures: ReadonlyMap<string, unknown>): Problem[] {
  const answers = [...fixtures].filter(([name]) => !isRequest(name) && !name.startsWith('error-'))
  const agreed = answers.flatMap(([, answer]) => jsonKeys(answer))
  const apex = find(source, 'TeamViewAnswer')
  const types = filesMatching(source, /\/teamView\/answer\.d\.ts$/)[0]
  return [
    ...(apex ? compare({ file: apex.file, given: apexKeys(apex.tree), agreed, what: 'answer' }) : []),
    ...(types
      ? compare({
          file: types.file,
          given: interfaceKeys(types.text, 'TeamViewAnswer'),
          agreed,
          what: 'answer',
        })
      : []),
  ]
}

function requestProblems(source: PackageSource, { path, query, headers, token }: Request): Problem[] {
  const client = find(source, 'TeamViewClient')
  const signer = find(source, 'TeamViewToken')
  if (!client || !signer) return []
  const texts = strings(client.tree).map(({ text }) => text)
  const paths = texts.flatMap((text) => /^callout:\w+(\/.*)$/.exec(text)?.[1] ?? [])
  const keys = texts.flatMap((text) => [...text.matchAll(/(?:^|[?&])(\w+)=/g)].map((match) => match[1] ?? ''))
  const set = tokensBetween(client, /^setHeader$/)
  return [
    ...compare({ file: client.file, given: paths, agreed: [path], what: 'path' }),
    ...compare({ file: client.file, given: keys, agreed: Object.keys(query), what: 'query' }),
    ...compare({ file: client.file, given: set, agreed: Object.keys(headers), what: 'headers' }),
    ...compare({
      file: signer.file,
      given: mapKeys(signer),
      agreed: Object.keys(token.claims),
      what: 'token',
    }),
  ]
}

/** Apex tests cannot read files, so they carry the fixtures as strings. */
function fixtureProblems(source: PackageSource, fixtures: ReadonlyMap<string, unknown>): Problem[] {
  const copies = find(source, 'TeamViewContract')
  if (!copies) return []
  const given = new Map(
    descendants(copies.tree, 'VariableDeclarator').map((one) => [
      one.children[0]?.text ?? '',
      { line: one.line, json: strings(one)[0]?.text ?? '' },
    ]),
  )
  return [...fixtures]
    .filter(([name]) => !isRequest(name))
    .flatMap(([name, fixture]): Problem[] => {
      const copy = given.get(name.toUpperCase().replaceAll('-', '_'))
      const body = (fixture as { body?: unknown }).body ?? fixture
      if (copy?.json === JSON.stringify(body)) return []
      return [
        {
          file: copies.file,
          line: copy?.line ?? 1,
          message: `${name} is not what test/contract/${name}.json says`,
        },
      ]
    })
}

interface Comparison {
  file: string
  given: string[]
  agreed: string[]
  what: string
}

function compare({ file, given, agreed, what }: Comparison): Problem[] {
  return [
    ...difference(agreed, given).map((key) => ({ file, line: 1, message: `the ${what} lacks ${key}` })),
    ...difference(given, agreed).map((key) => ({
      file,
      line: 1,
      message: `the ${what} has ${key}, which was not agreed`,
    })),
  ]
}

const find = (source: PackageSource, name: string) => apexClasses(source).find((apex) => apex.name === name)

/** The first argument of every call of a method. */
function tokensBetween({ tree }: ApexClass, method: RegExp): string[] {
  const all = tokens(tree)
  return all.flatMap(({ text }, index) =>
    method.test(text) ? (all[index + 2]?.text.slice(1, -1) ?? []) : [],
  )
}

/** The keys of a map literal: texts that are followed by an arrow. */
function mapKeys({ tree }: ApexClass): string[] {
  const all = tokens(tree)
  return all.flatMap(({ text }, index) =>
    all[index + 1]?.text.startsWith('=>') || (all[index + 1]?.text === '=' && all[index + 2]?.text === '>')
      ? text.slice(1, -1)
      : [],
  )
}

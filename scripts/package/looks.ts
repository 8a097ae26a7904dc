import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { filesMatching, type SourceFile } from './package-source.ts'
import { lineAt, type Check, type Problem } from './problem.ts'

/** Colours and lengths come from the theme, so that dark mode and density work without us. */
export const stylesheets: Check = {
  name: 'styles use global styling hooks only',
  run(source) {
    const hooks = globalHooks()
    const files = filesMatching(source, /\/lwc\/.*\.css$/)
    return {
      counted: `${files.length} stylesheets`,
      problems: files.flatMap((file) => styleProblems(file, hooks)),
    }
  },
}

export const templates: Check = {
  name: 'templates hold no words of their own',
  run(source) {
    const files = filesMatching(source, /\/lwc\/.*\.html$/)
    return { counted: `${files.length} templates`, problems: files.flatMap(templateProblems) }
  },
}

function styleProblems({ file, text }: SourceFile, hooks: ReadonlySet<string>): Problem[] {
  const css = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
  const at = (pattern: RegExp, message: (found: string) => string | undefined) =>
    [...css.matchAll(pattern)].flatMap((match): Problem[] => {
      const complaint = message(match[1] ?? match[0])
      return complaint ? [{ file, line: lineAt(css, match.index), message: complaint }] : []
    })
  return [
    ...at(/#[\da-f]{3,8}\b|\b(?:rgba?|hsla?)\(/gi, (colour) => `${colour} is a colour of its own`),
    ...at(/\b\d*\.?\d+px\b/g, (length) => `${length} is a length of its own`),
    ...at(/var\((--[\w-]+)/g, (hook) => (hooks.has(hook) ? undefined : `${hook} is no global styling hook`)),
  ]
}

/** Text between tags is only ever a value or punctuation. */
function templateProblems({ file, text }: SourceFile): Problem[] {
  const attributes = /\s(title|label|alternative-text|aria-label|placeholder)="([^"]*\p{L}[^"]*)"/gu
  return [
    ...[...text.matchAll(/>([^<>]+)</g)].map((match) => ({
      index: match.index,
      words: (match[1] ?? '').replace(/\{[^}]*\}/g, ''),
    })),
    ...[...text.matchAll(attributes)].map((match) => ({ index: match.index, words: match[2] ?? '' })),
  ]
    .filter(({ words }) => /\p{L}/u.test(words))
    .map(({ index, words }) => ({
      file,
      line: lineAt(text, index),
      message: `"${words.trim()}" belongs in a label`,
    }))
}

function globalHooks(): Set<string> {
  const file = createRequire(import.meta.url).resolve(
    '@salesforce-ux/design-system-2/dist/css/bundled/slds2.cosmos.css',
  )
  return new Set(
    [...readFileSync(file, 'utf8').matchAll(/(--slds-g-[\w-]+)\s*:/g)].map((match) => match[1] ?? ''),
  )
}

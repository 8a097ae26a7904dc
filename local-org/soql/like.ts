import { unescaped } from './literals.ts'

/** An escape, a wildcard, or any other character. */
const PART = /\\u[0-9a-fA-F]{4}|\\[\s\S]|[\s\S]/gu

/**
 * Whether a text is LIKE a pattern: % stands for any characters, _ for one, unless a backslash comes before. The stretches
 * between two % are looked for one after the other, so no pattern takes long.
 */
export function likePattern(raw: string, fold: (text: string) => string): (text: string) => boolean {
  const parts = [...raw.matchAll(PART)].map(([part]) => part)
  const stretches: string[] = []
  let stretch = ''
  for (const part of parts) {
    if (part === '%') {
      stretches.push(stretch)
      stretch = ''
    } else {
      stretch += part === '_' ? '[\\s\\S]' : literally(fold(unescaped(part)))
    }
  }
  stretches.push(stretch)
  const [first = '', ...others] = stretches
  const last = others.pop()
  if (last === undefined) return matches(new RegExp(`^${first}$`, 'u'), fold)
  const start = new RegExp(`^${first}`, 'u')
  const end = new RegExp(`${last}$`, 'u')
  const between = others.filter((stretch) => stretch !== '').map((stretch) => new RegExp(stretch, 'gu'))
  return (text) => {
    const folded = fold(text)
    let at = start.exec(folded)?.[0].length ?? -1
    for (const stretch of between) {
      if (at < 0) return false
      stretch.lastIndex = at
      at = stretch.test(folded) ? stretch.lastIndex : -1
    }
    return at >= 0 && end.test(folded.slice(at))
  }
}

function matches(whole: RegExp, fold: (text: string) => string) {
  return (text: string) => whole.test(fold(text))
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, (character) => `\\${character}`)
}

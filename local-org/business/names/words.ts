/** A word as it is written, its Latin spelling, and what of that may stand in an address. */
export interface Word {
  readonly text: string
  readonly latin: string
  readonly slug: string
}

const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
}

function toLatin(text: string): string {
  return text
    .replace(/[ßłŁøØæäöü]/g, (letter) => PLAIN[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
}

/** Reads `word word` or `слово=slovo`; `_` stands for a space inside a word. */
export function words(list: string): readonly Word[] {
  return list
    .trim()
    .split(/\s+/)
    .map((item) => {
      const [text = '', latin = toLatin(text)] = item.replaceAll('_', ' ').split('=')
      return { text, latin, slug: slug(latin) }
    })
}

/** Lower-case Latin letters, digits and hyphens: what may stand in a host name or before the @. */
function slug(latin: string): string {
  return toLatin(latin.toLowerCase())
    .replace(/['’"]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

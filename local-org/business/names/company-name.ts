import { at, randomFor } from '../random.ts'
import type { NameStyle } from '../kinds.ts'
import { COMPANIES, type CompanyNames } from './companies.ts'
import { industryOf } from './industries.ts'
import type { Culture } from './people.ts'

export interface CompanyName {
  readonly text: string
  /** Its host name, under the reserved top-level domain that can never be real. */
  readonly domain: string
  readonly industry: string
}

interface Naming {
  seed: number
  index: number
  culture: Culture
  style: NameStyle
}

/** A prime larger than any list, so stepping by it visits every combination before one comes again. */
const STEP = 7919

/**
 * Walks all combinations of stem and trade before it uses one twice; then adds a second stem, and at last a number.
 * So the names of a culture stay distinct without anyone remembering which are taken.
 */
export function companyName({ seed, index, culture, style }: Naming): CompanyName {
  const names: CompanyNames = COMPANIES[culture]
  const combinations = names.stems.length * names.trades.length
  const start = randomFor(seed, culture, 0).int(0, combinations - 1)
  const walk = (start + index * STEP) % combinations
  const round = Math.floor(index / combinations)
  const others = names.stems.length - 1
  const stem = at(names.stems, walk)
  const trade = at(names.trades, Math.floor(walk / names.stems.length))
  const second = round === 0 ? undefined : at(names.stems, walk + 1 + ((round - 1) % others))
  const number = round === 0 ? 0 : Math.floor((round - 1) / others)
  const legal = randomFor(seed, 'legal', index).pick(names.legal)
  const numeral = number ? String(number) : ''
  const domain = joined('-', [stem.slug, second?.slug, trade.slug, numeral])
  const dressed = dress(stem.text, style, names.isLatin)
  const tail = style === 'long' ? names.long : ''
  return {
    text: compose(names, { stem: dressed, second: second?.text, trade: trade.text, numeral, tail }, legal),
    // Two languages may share a word; their companies do not share a domain.
    domain: culture === 'en' ? `${domain}.example` : `${domain}.${culture}.example`,
    industry: industryOf(trade.latin) ?? 'Consulting',
  }
}

interface Parts {
  stem: string
  second: string | undefined
  trade: string
  numeral: string
  tail: string
}

function compose(names: CompanyNames, { stem, second, trade, numeral, tail }: Parts, legal: string): string {
  const space = names.space ?? ' '
  const core = joined(space, names.tradeFirst ? [trade, stem, second] : [stem, second, trade])
  return joined(space, names.legalFirst ? [legal, core, numeral, tail] : [core, numeral, tail, legal])
}

function joined(space: string, words: readonly (string | undefined)[]): string {
  let text = ''
  for (const word of words) if (word) text += text ? space + word : word
  return text
}

/** What trips careless code: quotes, apostrophes, ampersands and commas. Other scripts get the quotes only. */
function dress(stem: string, style: NameStyle, isLatin = false): string {
  if (style === 'quotes') return `"${stem}"`
  if (!isLatin) return stem
  if (style === 'ampersand') return `${stem} & Daughters`
  if (style === 'apostrophe') return `O'${stem}`
  return style === 'comma' ? `${stem}, Finch & Partners` : stem
}

import { at, randomFor } from '../random.ts'
import type { NameStyle } from '../kinds.ts'
import { COMPANIES, type CompanyNames } from './companies.ts'
import { industryOf } from './industries.ts'
import type { Culture } from './people.ts'
import { slug, type Word } from './words.ts'

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
  const parts = [stem, second, trade].filter((word): word is Word => word !== undefined)
  const domain = slug([...parts.map((word) => word.latin), number || ''].join(' '))
  const dressed = { ...stem, text: dress(stem.text, style, names.isLatin) }
  const tail = style === 'long' ? names.long : ''
  return {
    text: compose(names, { stem: dressed, second, trade, number, tail }, legal),
    // Two languages may share a word; their companies do not share a domain.
    domain: culture === 'en' ? `${domain}.example` : `${domain}.${culture}.example`,
    industry: industryOf(trade.latin) ?? 'Consulting',
  }
}

interface Parts {
  stem: Word
  second: Word | undefined
  trade: Word
  number: number
  tail: string
}

function compose(names: CompanyNames, { stem, second, trade, number, tail }: Parts, legal: string): string {
  const space = names.space ?? ' '
  const own = [stem.text, second?.text]
  const core = (names.tradeFirst ? [trade.text, ...own] : [...own, trade.text]).filter(Boolean).join(space)
  const words = [core, number ? String(number) : '', tail]
  return (names.legalFirst ? [legal, ...words] : [...words, legal]).filter(Boolean).join(space)
}

/** What trips careless code: quotes, apostrophes, ampersands and commas. Other scripts get the quotes only. */
function dress(stem: string, style: NameStyle, isLatin = false): string {
  if (style === 'quotes') return `"${stem}"`
  if (!isLatin) return stem
  if (style === 'ampersand') return `${stem} & Daughters`
  if (style === 'apostrophe') return `O'${stem}`
  return style === 'comma' ? `${stem}, Finch & Partners` : stem
}

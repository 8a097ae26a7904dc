/** Why a company may well be the one an account belongs to, the strongest first. */
export const EVIDENCE = {
  merged: { weight: 100, means: 'carries the account that this one was merged into, or one merged into it' },
  'synced-from': { weight: 95, means: 'was made by a job from this very account' },
  'external-id': { weight: 90, means: 'carries the same id of another system' },
  domain: { weight: 70, means: 'has the same web domain' },
  name: { weight: 60, means: 'has the same name, written the same way or another' },
} as const
export type EvidenceKind = keyof typeof EVIDENCE

export interface Evidence {
  kind: EvidenceKind
  accountField: string
  accountValue: string
  companyField: string
  companyValue: string
}

export interface Candidate {
  id: string
  name: string
  evidence: readonly Evidence[]
}

export interface Likely extends Candidate {
  /** The weights of its kinds of evidence together. */
  score: number
  /** 1 for the likeliest; companies of the same score share a rank. */
  rank: number
}

/** One entry for a company, whatever found it. Nothing depends on the order in which it was found. */
export function rankLikely(found: readonly Candidate[]): Likely[] {
  const byId = Map.groupBy(found, ({ id }) => id)
  const scored = [...byId].map(([id, entries]) => {
    const evidence = inOrder(entries.flatMap((entry) => entry.evidence))
    const kinds = new Set(evidence.map(({ kind }) => kind))
    const score = [...kinds].reduce((sum, kind) => sum + EVIDENCE[kind].weight, 0)
    return { id, name: entries[0]?.name ?? '', evidence, score }
  })
  scored.sort((a, b) => b.score - a.score || compare(a.name, b.name) || compare(a.id, b.id))
  return scored.map((one) => ({ ...one, rank: 1 + scored.filter(({ score }) => score > one.score).length }))
}

/** The one that stands out; of two equally likely ones neither. */
export function standsOut(likely: readonly Likely[]): Likely | undefined {
  const [first, second] = likely
  return second?.rank === 1 ? undefined : first
}

const ORDER = Object.keys(EVIDENCE) as EvidenceKind[]

function inOrder(evidence: readonly Evidence[]): Evidence[] {
  const unique = new Map(evidence.map((one) => [JSON.stringify(one), one]))
  return [...unique.entries()]
    .sort(([a, one], [b, other]) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || compare(a, b))
    .map(([, one]) => one)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** How companies end their names, in the countries our customers' customers are registered in. */
const LEGAL_FORMS = new Set(
  (
    'inc incorporated corp corporation co company llc llp lp ltd limited plc gmbh ag kg kgaa ohg ug mbh se sa sas sarl ' +
    'srl spa bv nv ab as asa aps oy oyj kk pty pte sro sp zoo kft lda ltda eireli sl slu'
  ).split(' '),
)
const JOINING = new Set(['and', 'und', 'et', 'the'])

/** The words of a name without capitals, accents, punctuation, and the legal form at its end. */
export function nameWords(name: string): string[] {
  const all = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    // A.G. and S.p.A. are one word each.
    .replaceAll(/[.'’]/g, '')
    .split(/[\s\p{P}\p{S}]+/u)
    .filter((word) => word !== '')
  const words = all.filter((word) => !JOINING.has(word))
  const last = words.findLastIndex((word) => !LEGAL_FORMS.has(word))
  return last < 0 ? all : words.slice(0, last + 1)
}

/** A name as it sounds: two of the same core are one name written differently. */
export const nameCore = (name: string): string => nameWords(name).join('')

/** `https://www.Acme.com/about` and `ACME.com` are of one domain; undefined for what is none. */
export function domainOf(text: string): string | undefined {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^[^/?#]*@/, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/^www\d?\./, '')
    .replace(/\.$/, '')
  return /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}$/u.test(host) ? host : undefined
}

import type { Carriers, NamedCompany } from '../../companies/index.ts'

export const OUTCOMES = ['oneCompany', 'noCompany', 'noValue', 'severalCompanies'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface Example {
  accountId: string
  accountName: string | null
  value: string | null
  companies: readonly NamedCompany[]
}

/** What became of the accounts that were looked at, with some of each kind. */
export type Tally = Readonly<Record<Outcome, number>> & {
  readonly examples: Readonly<Partial<Record<Outcome, readonly Example[]>>>
}

export const NOTHING_YET: Tally = {
  ...{ oneCompany: 0, noCompany: 0, noValue: 0, severalCompanies: 0 },
  examples: {},
}

export interface Verdict {
  accountId: string
  accountName: string | null
  value: string | undefined
  /** Undefined when there was nothing to look for. */
  carriers: Carriers | undefined
}

const MOST_EXAMPLES = 10

/** An account that has nothing in the field is told apart from one whose value no company carries. */
export function outcomeOf({ value, carriers }: Pick<Verdict, 'value' | 'carriers'>): Outcome {
  if (value === undefined) return 'noValue'
  const count = carriers?.count ?? 0
  if (count === 0) return 'noCompany'
  return count === 1 ? 'oneCompany' : 'severalCompanies'
}

export function counted(before: Tally, verdicts: readonly Verdict[]): Tally {
  const after = { ...before, examples: { ...before.examples } }
  for (const verdict of verdicts) {
    const outcome = outcomeOf(verdict)
    after[outcome]++
    const examples = after.examples[outcome] ?? []
    if (examples.length < MOST_EXAMPLES) after.examples[outcome] = [...examples, exampleOf(verdict)]
  }
  return after
}

export const lookedAt = (tally: Readonly<Record<Outcome, number>>): number =>
  OUTCOMES.reduce((sum, outcome) => sum + tally[outcome], 0)

const exampleOf = ({ accountId, accountName, value, carriers }: Verdict): Example => ({
  ...{ accountId, accountName },
  value: value ?? null,
  companies: carriers?.companies ?? [],
})

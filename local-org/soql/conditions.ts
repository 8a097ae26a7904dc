import type { Bind, Test } from './comparison.ts'
import type { Moment } from './date-literals.ts'
import type { Valued } from './operand.ts'
import type { Comparison, Condition, Join } from './statement.ts'

/** What is found out before the rows are looked at. */
export interface Run {
  readonly moment: Moment
  /** The ids that the subqueries of semi-joins found. */
  readonly joins: ReadonlyMap<Join, ReadonlySet<string>>
}

/** A condition, once its names are resolved; bound to a run it says yes or no to rows. */
export type Filter<Row> = (run: Run) => (row: Row) => boolean

export interface Compared<Row> {
  readonly left: Valued<Row>
  readonly bind: Bind
}

export interface Resolve<Row> {
  comparison(comparison: Comparison): Compared<Row>
  /** `allowed` says whether the join stands where Salesforce takes one: alone, or one of several joined by AND. */
  join(join: Join, allowed: Placement): Valued<Row>
}

/** Where in the tree a condition stands. */
export type Placement = 'top' | 'or' | 'not' | 'nested'

export function filterOf<Row>(
  condition: Condition,
  resolve: Resolve<Row>,
  placement: Placement = 'top',
): Filter<Row> {
  switch (condition.kind) {
    case 'comparison': {
      const { left, bind } = resolve.comparison(condition)
      return (run) => testing(left, bind(run.moment))
    }
    case 'join':
      return joined(condition, resolve.join(condition, placement))
    case 'not': {
      const part = filterOf(condition.part, resolve, 'not')
      return (run) => {
        const test = part(run)
        return (row) => !test(row)
      }
    }
    default: {
      const { kind, parts } = condition
      const below = placementBelow(kind, placement)
      const filters = parts.map((part) =>
        filterOf(part, resolve, part.kind === 'or' && below === 'top' ? 'nested' : below),
      )
      return (run) =>
        combined(
          kind,
          filters.map((filter) => filter(run)),
        )
    }
  }
}

function placementBelow(kind: 'and' | 'or', placement: Placement): Placement {
  if (placement === 'not') return 'not'
  if (kind === 'or') return placement === 'nested' ? 'nested' : 'or'
  return placement === 'or' ? 'nested' : placement
}

function testing<Row>({ value }: Valued<Row>, test: Test) {
  return (row: Row) => test(value(row))
}

function joined<Row>(join: Join, { value }: Valued<Row>): Filter<Row> {
  return ({ joins }) => {
    const found = joins.get(join)
    return (row) => {
      const id = value(row)
      return (typeof id === 'string' && found?.has(id) === true) !== join.negated
    }
  }
}

function combined<Row>(kind: 'and' | 'or', tests: readonly ((row: Row) => boolean)[]) {
  const decided = kind === 'or'
  return (row: Row) => {
    for (const test of tests) if (test(row) === decided) return decided
    return !decided
  }
}

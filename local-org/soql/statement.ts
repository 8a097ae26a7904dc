// A query as it was written, before anything is known of the objects it names.

export type Literal =
  /** `raw` is what stood between the quotes, with its escapes. */
  | { readonly kind: 'string'; readonly raw: string; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'date'; readonly day: string }
  | { readonly kind: 'datetime'; readonly time: number }
  | { readonly kind: 'time'; readonly value: string }
  /** TODAY, LAST_N_DAYS:7: a stretch of days that depends on the present. */
  | { readonly kind: 'days'; readonly name: string; readonly n: number | undefined }

export interface Path {
  readonly kind: 'path'
  readonly text: string
}
export interface Call {
  readonly kind: 'call'
  /** In capitals. */
  readonly name: string
  readonly text: string
  readonly parameters: readonly Expression[]
}
export type Expression = Path | Call

export const OPERATORS = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'LIKE',
  'IN',
  'NOT IN',
  'INCLUDES',
  'EXCLUDES',
] as const
export type Operator = (typeof OPERATORS)[number]

export interface Comparison {
  readonly kind: 'comparison'
  readonly left: Expression
  readonly operator: Operator
  readonly literals: readonly Literal[]
}
export interface Join {
  readonly kind: 'join'
  readonly left: Expression
  readonly negated: boolean
  readonly select: Statement
}
export type Condition =
  | Comparison
  | Join
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }

export type SelectItem =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias: string | undefined }
  | { readonly kind: 'children'; readonly select: Statement }

export interface Ordering {
  readonly by: Expression
  readonly descending: boolean
  readonly nullsLast: boolean
}

export interface Statement {
  /** An object; the name of a child relationship in a subquery of the SELECT clause. */
  readonly from: string
  readonly alias: string | undefined
  readonly items: readonly SelectItem[]
  readonly scope: string | undefined
  readonly where: Condition | undefined
  readonly groupBy: readonly Expression[]
  readonly having: Condition | undefined
  readonly orderBy: readonly Ordering[]
  readonly limit: number | undefined
  readonly offset: number
}

import { aggregateAnswer, isAggregateQuery } from './aggregate-query.ts'
import { createContext, type Context, type QueryOptions, type SoqlOrg } from './context.ts'
import { countAnswer, isCount } from './count-query.ts'
import type { Level } from './operand.ts'
import { parse } from './parse.ts'
import { malformed, problem } from './problems.ts'
import type { Answer, Query } from './query.ts'
import { recordsAnswer } from './records-query.ts'
import { levelOf } from './sources.ts'
import type { Statement } from './statement.ts'

export type { QueryOptions, SoqlOrg } from './context.ts'
export type { Query, Selection } from './query.ts'

const MOST_SKIPPED = 2000

/** Reads a query and resolves its names; what is wrong with it is refused in Salesforce's words. */
export function compileQuery(text: string, org: SoqlOrg, options: QueryOptions): Query {
  const parsed = parse(text)
  const context = createContext(parsed, org, options)
  const { statement } = parsed
  const level = levelOf(context, statement)
  checkExtent(context, statement)
  const answer = answerOf(level, statement)
  return {
    object: level.object.name,
    ...answer,
    touches: [...context.touched],
    timeless: !context.isPassing,
  }
}

function checkExtent({ options }: Context, { offset, having, groupBy }: Statement) {
  if (offset > MOST_SKIPPED)
    throw problem('NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000')
  if (having && groupBy.length === 0) throw malformed('HAVING needs a GROUP BY clause')
  if (options.bulk && offset > 0) throw bulkRefusal('OFFSET')
}

function answerOf(level: Level, statement: Statement): Answer {
  const counted = isCount(statement)
  const { bulk } = level.context.options
  if (!counted && !isAggregateQuery(statement)) return recordsAnswer(level, statement)
  if (bulk) throw bulkRefusal(statement.groupBy.length > 0 ? 'GROUP BY' : 'Aggregate function')
  return counted ? countAnswer(level, statement) : aggregateAnswer(level, statement)
}

function bulkRefusal(construct: string) {
  return problem('FUNCTIONALITY_NOT_ENABLED', `${construct} is not supported in Bulk Query`)
}

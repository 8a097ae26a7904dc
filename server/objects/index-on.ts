import type { Queryable } from '../store/index.ts'
import { expressionIndex, type ExpressionIndex } from './ddl.ts'

/** Makes an index for those who find rows by an expression, unless it is there. */
export async function indexOn(db: Queryable, schema: string, index: ExpressionIndex): Promise<void> {
  await db.query(expressionIndex(schema, index))
}

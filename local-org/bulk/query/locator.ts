import type { SalesforceProblem } from '../../salesforce-problem.ts'
import { refused } from '../problems.ts'

/** A place in a job's results, as Salesforce writes it: some id and a number, in base64 without its padding. */
export function locatorAt(jobId: string, row: number): string {
  return Buffer.from(`0:${resultId(jobId)}:${row}`).toString('base64url')
}

/** The row a locator of this job stands for. */
export function rowAt(locator: string, jobId: string): number {
  const [part, id, row = ''] = Buffer.from(locator, 'base64url').toString().split(':')
  const good = part === '0' && id === resultId(jobId) && /^\d{1,12}$/.test(row)
  if (!good || locatorAt(jobId, Number(row)) !== locator) throw invalidLocator()
  return Number(row)
}

export function invalidLocator(): SalesforceProblem {
  return refused('INVALID_QUERY_LOCATOR', 'invalid query locator')
}

function resultId(jobId: string): string {
  return `0Ga${jobId.slice(3, 15)}KAI`
}

import { SalesforceProblem } from '../salesforce-problem.ts'

export function refused(errorCode: string, message: string, status = 400): SalesforceProblem {
  return new SalesforceProblem(status, errorCode, message)
}

export function unknownJob(): SalesforceProblem {
  return refused('NOT_FOUND', 'The requested resource does not exist', 404)
}

export function otherUsersJob(): SalesforceProblem {
  return refused('INVALIDUSER', 'The job was created by another user')
}

export function wrongState(message: string): SalesforceProblem {
  return refused('INVALIDJOBSTATE', message)
}

export function notTerminated(): SalesforceProblem {
  return refused('API_ERROR', 'Error encountered when deleting the job because the job is not terminated')
}

/** What a failed job says of its failure: `InvalidBatch : Field name not found : X`. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'

  constructor(exception: string, message: string) {
    super(`${exception} : ${message}`)
  }
}

export interface SalesforceErrorBody {
  readonly message: string
  readonly errorCode: string
  readonly fields?: readonly string[]
}

/** A request that Salesforce's data APIs refuse, with the status, code and words they give. */
export class SalesforceProblem extends Error {
  override readonly name = 'SalesforceProblem'
  readonly status: number
  readonly errors: readonly SalesforceErrorBody[]

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message)
    this.status = status
    this.errors = [{ message, errorCode, ...(fields && { fields }) }]
  }
}

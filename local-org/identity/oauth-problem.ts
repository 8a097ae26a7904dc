/** A request that the OAuth endpoints refuse, with the error and description that Salesforce gives. */
export class OAuthProblem extends Error {
  override readonly name = 'OAuthProblem'
  readonly error: string
  readonly status: number

  constructor(error: string, description: string, status = 400) {
    super(description)
    this.error = error
    this.status = status
  }
}

export const invalidGrant = (description: string) => new OAuthProblem('invalid_grant', description)
export const invalidClient = (status = 400) =>
  new OAuthProblem('invalid_client', 'invalid client credentials', status)
export const unknownClient = () => new OAuthProblem('invalid_client_id', 'client identifier invalid')
export const wrongRedirect = () =>
  new OAuthProblem('redirect_uri_mismatch', 'redirect_uri must match configuration')
export const inactiveUser = () => new OAuthProblem('inactive_user', 'user is inactive')

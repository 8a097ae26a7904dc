/** Who calls a data API, once the access token is known to be good and the user may use the API. */
export interface Session {
  readonly userId: string
  readonly clientId: string
  readonly scopes: readonly string[]
}

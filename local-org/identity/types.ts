import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KeyObject } from 'node:crypto'
import type { Faults } from '../faults/types.ts'
import type { Store } from '../records/types.ts'
import type { Session } from './session.ts'

/** An external client app: a program that may ask this org's users for access. */
export interface App {
  readonly name: string
  /** The consumer key. */
  readonly clientId: string
  /** The consumer secret; a public client has none. */
  readonly clientSecret?: string
  /** The callback URLs; what an app asks for must be one of them to the letter. */
  readonly redirectUris: readonly string[]
  readonly scopes: readonly string[]
  /** When left out, a public client must use PKCE and any other may. */
  readonly requirePkce?: boolean
  /** Whether the code and refresh flows want the secret; true when left out. */
  readonly requireSecret?: boolean
  /** Each refresh gives a new refresh token and ends the one before. */
  readonly rotateRefreshTokens?: boolean
  /** A refresh token that is not used for this long is dead. */
  readonly refreshTokenIdleMs?: number
  /** How long an access token lives after its last use; the org's own setting when left out. */
  readonly sessionTimeoutMs?: number
  /** The user name that the client credentials flow runs as; without one the flow is off. */
  readonly clientCredentialsUser?: string
  /** The certificate or public key, as PEM, that checks the assertions of the JWT bearer flow. */
  readonly jwtPublicKey?: string
  /** An administrator has approved it for everybody: no Allow page, and the JWT bearer flow needs no earlier one. */
  readonly preauthorized?: boolean
}

export interface SigningKey {
  readonly keyId: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

export interface IdentityOptions {
  readonly orgId: string
  readonly seed: number
  readonly store: Store
  readonly apps: readonly App[]
  /** Signs the id tokens. */
  readonly signingKey: SigningKey
  readonly faults?: Faults
  now(): number
  /** The org's address, known once it listens. */
  url(): string
  /** What the login page calls the org. */
  readonly orgName?: string
  /** How long an access token lives after its last use; two hours when left out. */
  readonly sessionTimeoutMs?: number
}

export interface Credentials {
  readonly userId: string
  readonly username: string
  readonly password: string
  readonly isActive: boolean
}

/** `invalid`: no such user or another password; `locked`: too many of those; `inactive`: right, but no longer let in. */
export type LoginFailure = 'invalid' | 'locked' | 'inactive'

export type Login =
  | {
      readonly userId: string
      readonly username: string
      readonly accessToken: string
      readonly orgId: string
    }
  | { readonly failure: LoginFailure }

export interface Identity {
  /** Says false for a path that is none of its own. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean>
  /** The session behind an Authorization header; throws the SalesforceProblem that the data APIs answer with. */
  authenticate(authorization: string | undefined): Session
  /** A fresh access token for a user, as the Salesforce CLI would hold it. */
  accessTokenFor(userId: string): string
  /** Everybody's user name and password, in the order of the users; the same for a seed. */
  credentials(): Credentials[]
  /** What the SOAP login does: checks, counts wrong passwords, and gives a session. */
  login(username: string, password: string): Login
  /** Ends the session of an access token, as SOAP's logout does. */
  logout(accessToken: string): void
  /** Where the pages behind an authorize address send the browser once this user has logged in and chosen Allow. */
  allow(authorizeUrl: string, userId: string): string
  /** Also unlocks the user, and ends all that was given to it. */
  changePassword(userId: string, password: string): void
  setApiAccess(userId: string, allowed: boolean): void
  hasApiAccess(userId: string): boolean
  /** Ends every access and refresh token, code and browser session: of one user, or of all. */
  revokeAll(userId?: string): void
  registerApp(app: App): void
  apps(): readonly App[]
}

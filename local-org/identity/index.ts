export { loadApps } from './app-file.ts'
export { defaultApp, PLATFORM_CLI } from './apps.ts'
export { createIdentity } from './identity.ts'
export type { Session } from './session.ts'
export type {
  App,
  Credentials,
  Identity,
  IdentityOptions,
  Login,
  LoginFailure,
  SigningKey,
} from './types.ts'

export { createConnections, type Connections } from './connections.ts'
export type { Actor, Connection } from './connection.ts'
export { DOCUMENTED_CODES, type DocumentedCodes } from './documented.ts'
export { connectionEndpoints } from './endpoints.ts'
export { TELL_REVOCATIONS } from './give-up.ts'
export type { ConnectionSettings, Dependents, Parts, Ports, SyncHistory } from './parts.ts'
export {
  createAccountValues,
  historyOfRows,
  PREVIEW_RESOLUTION,
  resolutionsInForce,
  type AccountValues,
  type ResolutionInForce,
} from './resolution/index.ts'
export type { Notice } from './notices.ts'
export { identifierWarnings, OUT_OF_THE_BOX } from './rules.ts'
export {
  brokenBy,
  demandUnbroken,
  FIND_DUE_METADATA,
  REFRESH_METADATA,
  touchedJobs,
  type Broken,
  type ObjectUse,
  type UsingJob,
} from './metadata/index.ts'

export { audit } from './audit.ts'
export { auditEndpoints } from './endpoints.ts'
export type { AuditEntry, Facts } from './entry.ts'

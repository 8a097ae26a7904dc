export { type ApiLimits } from './api-limits.ts'
export type { BulkPage } from './bulk-page.ts'
export type { BulkPageOptions, BulkQueries, BulkStatus, BulkWaitOptions } from './bulk-query.ts'
export { createSalesforceClient, type SalesforceClient, type SalesforceClientOptions } from './client.ts'
export type { FieldDescribe, ObjectDescribe, ObjectSummary } from './describe.ts'
export { CALLBACK_QUERY } from './callback.ts'
export { checkDomain, loginUrlOf, orgTypeOfDomain, type CheckedDomain, type DomainRefusal } from './domain.ts'
export { isSalesforceError, SALESFORCE_ERRORS, SalesforceError, type SalesforceErrorCode } from './errors.ts'
export { identityOf, type Grant, type GrantStore, type SalesforceApp } from './grant.ts'
export { createSalesforceHttp, type SalesforceHttp, type SalesforceHttpOptions } from './http.ts'
export type { IdTokenRequest, VerifiedIdToken } from './id-token.ts'
export { createOAuth, type AuthorizeRequest, type OAuth, type UserInfo } from './oauth.ts'
export { callbackRefusal } from './oauth-refusal.ts'
export { challengeOf, createPkce, type Pkce } from './pkce.ts'
export type { Page, QueryOptions, SalesforceRecord } from './query.ts'
export { buildSoql, type SoqlQuery } from './soql.ts'
export {
  COUNTED_DATES,
  NAMED_DATES,
  type CountedDate,
  type DateLiteral,
  type NamedDate,
} from './soql-date.ts'
export type { Condition, Where } from './soql-where.ts'

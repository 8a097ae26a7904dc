import { AppError, type ErrorCode } from '../errors.ts'

/** What each rule of the database says, in the words of the caller. */
const BY_CONSTRAINT: Readonly<Record<string, ErrorCode>> = {
  connection_name: 'CONNECTION_NAME_TAKEN',
  connection_has_place: 'CONNECTION_LIMIT',
  connection_place: 'CONNECTION_LIMIT',
  connection_alone_in_org: 'ORG_CONNECTED_ALREADY',
  connection_linked: 'LINK_ELSEWHERE',
  connection_once_linked: 'LINK_CANNOT_MOVE',
  connection_state_moves: 'CONNECTION_STATE',
  connection_grant_of_authorized: 'CONNECTION_STATE',
  connection_resumes_authorized: 'CONNECTION_STATE',
  connection_org_is_pinned: 'WRONG_ORG',
  company_resolution_previewed: 'PREVIEW_MISSING',
  company_resolution_pkey: 'CONFLICT',
  company_resolution_follows: 'CONFLICT',
}

/** For `catch`: the refusal a caller understands, or the error as it was. */
export function refusedByDatabase(error: unknown): never {
  const { constraint = '' } = error as { constraint?: string }
  const code = error instanceof AppError ? undefined : BY_CONSTRAINT[constraint]
  throw code ? new AppError(code, { cause: error }) : error
}

export {
  comparisonOf,
  kindOfAccountField,
  kindOfCompanyField,
  textOf,
  type Comparison,
  type Kind,
  type Sought,
} from './comparison.ts'
export { carries } from './company-key.ts'
export {
  carriersOf,
  companiesFrom,
  indexForResolution,
  type Carriers,
  type NamedCompany,
  type SyncedCompany,
} from './company-store.ts'
export { fitOf, type AccountDescribe, type Fit } from './fit.ts'
export {
  EVIDENCE,
  domainOf,
  rankLikely,
  standsOut,
  type Candidate,
  type Evidence,
  type EvidenceKind,
  type Likely,
} from './likely.ts'
export { findAlike, type Clue } from './likely-store.ts'
export {
  DEFAULT_RESOLUTION,
  resolveAmong,
  wantedOf,
  wantedValue,
  type AccountReference,
  type CompanyResolution,
  type Resolved,
  type Wanted,
} from './resolution.ts'

export {
  DEFAULT_RESOLUTION,
  resolveAmong,
  soughtValue,
  type AccountReference,
  type CompanyResolution,
  type Resolved,
} from './resolution.ts'

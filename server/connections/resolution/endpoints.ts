import type { ErrorCode } from '../../errors.ts'
import { endpoint, type AnyEndpoint } from '../../http/endpoint.ts'
import { ASKING_SALESFORCE } from '../codes.ts'
import { ID, PATH } from '../schemas.ts'
import type { Resolution } from './resolution.ts'
import {
  ACCOUNT_MAPPING,
  ACCOUNT_OF,
  CHOICES,
  MAPPING,
  PREVIEW,
  PREVIEW_OF,
  RESOLUTION,
  RESTORE,
  SAVE,
} from './schemas.ts'
import { viewAccountMapping, viewPreview, viewResolutions } from './view.ts'

const ASKING: readonly ErrorCode[] = [
  ...(['NOT_FOUND', 'ORG_CHANGED', 'METADATA_OBJECT_UNKNOWN'] as const),
  ...ASKING_SALESFORCE,
]
const CHOOSING: readonly ErrorCode[] = [...ASKING, 'RESOLUTION_FIELD_UNKNOWN', 'RESOLUTION_TYPES_DIFFER']
const AT = `${PATH}/:id/company-resolution`

export const resolutionEndpoints = ({ resolution }: { resolution: Resolution }): AnyEndpoint[] => [
  ...reading(resolution),
  ...previewing(resolution),
  ...saving(resolution),
]

const reading = (resolution: Resolution): AnyEndpoint[] => [
  endpoint({
    name: 'getCompanyResolution',
    method: 'GET',
    path: AT,
    door: 'console',
    allow: 'viewer',
    summary: 'Which field of an account is looked for in which field of the companies',
    params: ID,
    answer: RESOLUTION,
    errors: ['NOT_FOUND'],
    handle: async ({ caller, params }) => viewResolutions(await resolution.read(caller.tenantId, params.id)),
  }),
  endpoint({
    name: 'listCompanyResolutionFields',
    method: 'GET',
    path: `${AT}/fields`,
    door: 'console',
    allow: 'viewer',
    summary: 'The fields that can be chosen',
    params: ID,
    answer: CHOICES,
    errors: ASKING,
    async handle({ caller, params }) {
      const { account, company } = await resolution.choices(caller.tenantId, params.id)
      return { accountFields: account, companyFields: company }
    },
  }),
  endpoint({
    name: 'getAccountMapping',
    method: 'GET',
    path: `${PATH}/:id/accounts/:accountId/mapping`,
    door: 'console',
    allow: 'viewer',
    summary: 'Why this account shows the customer it shows, or none',
    description:
      'Reads the account in Salesforce just now, and tells what was looked for, what was found, what the sync did with it, and which companies it may belong to, each with its evidence.',
    params: ACCOUNT_OF,
    answer: ACCOUNT_MAPPING,
    errors: ['NOT_FOUND'],
    handle: async ({ caller, params: { id: connectionId, accountId } }) =>
      viewAccountMapping(await resolution.explain(caller.tenantId, { connectionId, accountId })),
  }),
]

const previewing = (resolution: Resolution): AnyEndpoint[] => [
  endpoint({
    name: 'previewCompanyResolution',
    method: 'POST',
    path: `${AT}/previews`,
    door: 'console',
    allow: 'admin',
    summary: 'Try a choice on every account of the org, before it is saved',
    description: 'Answers at once with a preview to watch. Nothing is changed by it.',
    params: ID,
    body: MAPPING,
    answer: PREVIEW,
    status: 202,
    errors: CHOOSING,
    handle: async ({ caller, params, body: mapping }) =>
      viewPreview(await resolution.preview(caller, { connectionId: params.id, mapping })),
  }),
  endpoint({
    name: 'getCompanyResolutionPreview',
    method: 'GET',
    path: `${AT}/previews/:previewId`,
    door: 'console',
    allow: 'viewer',
    summary: 'How far a preview is, and what it found',
    params: PREVIEW_OF,
    answer: PREVIEW,
    errors: ['NOT_FOUND'],
    handle: async ({ caller, params: { id: connectionId, previewId } }) =>
      viewPreview(await resolution.watch(caller.tenantId, { connectionId, previewId })),
  }),
]

const saving = (resolution: Resolution): AnyEndpoint[] => [
  endpoint({
    name: 'configureCompanyResolution',
    method: 'PUT',
    path: AT,
    door: 'console',
    allow: 'admin',
    summary: 'Choose which field of an account is looked for in which field of the companies',
    description:
      'Needs a finished preview of the same choice on this org, unless it was in force before. Record pages follow at once; the package of a linked org is told which field to read. The choice in force, saved again, only tells it once more.',
    params: ID,
    body: SAVE,
    answer: RESOLUTION,
    errors: [...CHOOSING, 'CONFLICT', 'PREVIEW_MISSING'],
    handle: async ({ caller, params, body: { version, ...mapping } }) =>
      viewResolutions(await resolution.save(caller, { connectionId: params.id, version, mapping })),
  }),
  endpoint({
    name: 'restoreCompanyResolution',
    method: 'POST',
    path: `${AT}/restore`,
    door: 'console',
    allow: 'admin',
    summary: 'Bring back an earlier choice, as a new version',
    params: ID,
    body: RESTORE,
    answer: RESOLUTION,
    errors: [...CHOOSING, 'CONFLICT', 'RESOLUTION_VERSION_UNKNOWN'],
    handle: async ({ caller, params, body }) =>
      viewResolutions(await resolution.restore(caller, { connectionId: params.id, ...body })),
  }),
]

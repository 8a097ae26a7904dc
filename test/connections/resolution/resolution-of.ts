import { expect } from 'vitest'
import type { z } from 'zod'
import type { ErrorCode } from '../../../server/errors.ts'
import type {
  ACCOUNT_MAPPING,
  CHOICES,
  PREVIEW,
  RESOLUTION,
} from '../../../server/connections/resolution/schemas.ts'
import { inserter } from '../../support/server.ts'
import type { Answer, TestConsole } from '../console.ts'
import type { ConnectedOrg } from '../orgs.ts'

type Preview = z.output<typeof PREVIEW>['preview']
type Saved = z.output<typeof RESOLUTION>
export type AccountMapping = z.output<typeof ACCOUNT_MAPPING>

export interface Mapping {
  accountField: string
  companyField: string
}
export const BY_ID: Mapping = { accountField: 'Id', companyField: 'SfdcAccountId' }
export const BY_EXTERNAL_ID: Mapping = { accountField: 'External_Id__c', companyField: 'TickerSymbol' }

/** The endpoints of one connection's company resolution. */
export function resolutionOf({ console, id }: { console: TestConsole; id: string }) {
  const at = (path: string) => `/console/v1/connections/${id}/${path}`
  const bodyOf = ({ status, body }: Answer, expected = 200): unknown => {
    expect([status, body.error]).toEqual([expected, undefined])
    return body
  }
  const codeOf = ({ code }: Answer): ErrorCode | undefined => code
  const where = { tenantId: console.tenant.id, connectionId: id }
  const never = { signal: new AbortController().signal }
  const post = (mapping: Mapping) =>
    console.call('POST', at('company-resolution/previews'), { body: mapping })
  const put = (mapping: Mapping, version: number) =>
    console.call('PUT', at('company-resolution'), { body: { ...mapping, version } })

  const read = async () => bodyOf(await console.call('GET', at('company-resolution'))) as Saved
  const ask = async (mapping: Mapping) => (bodyOf(await post(mapping), 202) as { preview: Preview }).preview
  const watch = async (previewId: string) =>
    (
      bodyOf(await console.call('GET', at(`company-resolution/previews/${previewId}`))) as {
        preview: Preview
      }
    ).preview
  const run = (previewId: string, context = never) =>
    console.connections.resolution.run({ ...where, previewId }, context)
  const versionNow = async () => (await read()).resolution.version
  return {
    read,
    ask,
    watch,
    run,
    fields: async () =>
      bodyOf(await console.call('GET', at('company-resolution/fields'))) as z.output<typeof CHOICES>,
    /** Asked for over HTTP and done here, as a worker would. */
    async preview(mapping: Mapping): Promise<Preview> {
      const { id: previewId } = await ask(mapping)
      await run(previewId)
      return watch(previewId)
    },
    refusedPreview: async (mapping: Mapping) => codeOf(await post(mapping)),
    save: async (mapping: Mapping, version?: number) =>
      bodyOf(await put(mapping, version ?? (await versionNow()))) as Saved,
    refusedSave: async (mapping: Mapping, version?: number) =>
      codeOf(await put(mapping, version ?? (await versionNow()))),
    restore: async (restore: number, version?: number) =>
      console.call('POST', at('company-resolution/restore'), {
        body: { restore, version: version ?? (await versionNow()) },
      }),
    explain: async (accountId: string) =>
      bodyOf(await console.call('GET', at(`accounts/${accountId}/mapping`))) as AccountMapping,
    path: at,
  }
}

export const companiesInto = ({ db, tenant }: Pick<TestConsole, 'db' | 'tenant'>) => {
  const insert = inserter(db, tenant)
  return (rows: readonly Record<string, unknown>[]) => insert('Company', rows)
}

export const accountsOf = (org: Pick<ConnectedOrg, 'store'>): readonly Record<string, unknown>[] => [
  ...org.store.records('Account'),
]

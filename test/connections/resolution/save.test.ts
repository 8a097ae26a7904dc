import { beforeEach, describe, expect, test } from 'vitest'
import { addField, describe as describeObject, dropField } from '../../../server/objects/index.ts'
import { trustOrg } from '../../../server/tenants/index.ts'
import { newKeyPair } from '../../support/tokens.ts'
import { packageSettings, withAuthorizedConnection, type Authorized } from '../orgs.ts'
import { accountsOf, BY_EXTERNAL_ID, BY_ID, companiesInto, resolutionOf } from './resolution-of.ts'

let made: Authorized
let resolution: ReturnType<typeof resolutionOf>
withAuthorizedConnection((authorized) => {
  made = authorized
  resolution = resolutionOf(authorized)
})

const versionsOf = async () =>
  (await resolution.read()).versions.map(({ version, accountField, companyField, restoredFrom }) => [
    ...[version, accountField, companyField, restoredFrom],
  ])
const menuEntry = async () =>
  (await made.console.read(made.id)).actions.find(({ action }) => action === 'configure-company-resolution')

test('a connection begins with the account’s id in Salesforce Account ID, as its first version', async () => {
  expect((await resolution.read()).resolution).toMatchObject({
    ...{ version: 1, ...BY_ID, comparison: 'exact', isDefault: true, savedBy: null },
  })
})

test('the fields that can be chosen are those of the org and of the companies, by what they can be compared as', async () => {
  const { accountFields, companyFields } = await resolution.fields()
  const kindOf = (fields: typeof accountFields, wanted: string) =>
    fields.find(({ name }) => name === wanted)?.kind
  const account = (name: string) => kindOf(accountFields, name)
  expect(['Id', 'External_Id__c', 'Website', 'ARR__c', 'Renewal_Date__c'].map(account)).toEqual([
    ...['text', 'text', 'text', 'number', 'date'],
  ])
  expect(['Products__c', 'IsDeleted', 'BillingAddress', 'Owner_Region__c'].map(account)).toEqual([
    ...[undefined, undefined, undefined, undefined],
  ])
  const company = (name: string) => kindOf(companyFields, name)
  expect(['SfdcAccountId', 'Name', 'Arr', 'Gsid', 'Csm', 'Industry', 'Tags'].map(company)).toEqual([
    ...['text', 'text', 'number', 'text', undefined, undefined, undefined],
  ])
})

test('a choice that nobody has previewed on this org is refused, by the server and by the database', async () => {
  expect(await resolution.refusedSave(BY_EXTERNAL_ID)).toBe('PREVIEW_MISSING')
  await resolution.ask(BY_EXTERNAL_ID)
  expect(await resolution.refusedSave(BY_EXTERNAL_ID)).toBe('PREVIEW_MISSING')
  await resolution.preview({ ...BY_EXTERNAL_ID, companyField: 'Name' })
  expect(await resolution.refusedSave(BY_EXTERNAL_ID)).toBe('PREVIEW_MISSING')
  await resolution.preview(BY_EXTERNAL_ID)
  await made.console.db.query(`update control.company_resolution_preview set org_id = '00D5e00000Tv009EAB'`)
  expect(await resolution.refusedSave(BY_EXTERNAL_ID)).toBe('PREVIEW_MISSING')
  expect(await versionsOf()).toEqual([[1, 'Id', 'SfdcAccountId', null]])
})

test('a choice that was previewed is saved as the next version, on the audit trail, with the names as they are written', async () => {
  await resolution.preview({ accountField: 'external_id__c', companyField: 'TICKERSYMBOL' })
  const { resolution: saved } = await resolution.save({
    accountField: 'EXTERNAL_ID__C',
    companyField: 'tickersymbol',
  })
  expect(saved).toMatchObject({ version: 2, ...BY_EXTERNAL_ID, comparison: 'ignore-case', isDefault: false })
  const trail = await made.console.db.query(
    `select admin_gsid, before, after from control.audit where subject_id = $1 and action = 'connection.company-resolution-changed'`,
    [made.id],
  )
  expect(trail).toEqual([
    {
      admin_gsid: saved.savedBy,
      before: { version: 1, ...BY_ID },
      after: { version: 2, ...BY_EXTERNAL_ID, restoredFrom: null },
    },
  ])
})

test('what was in force before needs no preview, and comes back by its number', async () => {
  await resolution.preview(BY_EXTERNAL_ID)
  await resolution.save(BY_EXTERNAL_ID)
  await resolution.save(BY_ID)
  await made.console.db.query('truncate control.company_resolution_preview')
  expect((await resolution.restore(2)).status).toBe(200)
  expect(await versionsOf()).toEqual([
    [4, 'External_Id__c', 'TickerSymbol', 2],
    [3, 'Id', 'SfdcAccountId', null],
    [2, 'External_Id__c', 'TickerSymbol', null],
    [1, 'Id', 'SfdcAccountId', null],
  ])
  expect((await resolution.restore(9)).code).toBe('RESOLUTION_VERSION_UNKNOWN')
})

test('of two saves of one version, one is refused', async () => {
  await resolution.preview(BY_EXTERNAL_ID)
  await resolution.preview({ ...BY_EXTERNAL_ID, companyField: 'Name' })
  const codes = await Promise.all([
    resolution.refusedSave(BY_EXTERNAL_ID, 1),
    resolution.refusedSave({ ...BY_EXTERNAL_ID, companyField: 'Name' }, 1),
  ])
  expect(codes.toSorted()).toEqual(['CONFLICT', undefined])
  expect(await resolution.refusedSave(BY_ID, 1)).toBe('CONFLICT')
  expect((await resolution.restore(1, 1)).code).toBe('CONFLICT')
  expect(await versionsOf()).toHaveLength(2)
})

test('the choice in force, saved again, is no new version', async () => {
  await resolution.save(BY_ID)
  expect(await resolution.refusedSave(BY_ID, 2)).toBe('CONFLICT')
  expect(await versionsOf()).toHaveLength(1)
})

test.each([
  [{ accountField: 'Nothing__c', companyField: 'Name' }, 'RESOLUTION_FIELD_UNKNOWN'],
  [{ accountField: 'Name', companyField: 'Nothing__gc' }, 'RESOLUTION_FIELD_UNKNOWN'],
  [{ accountField: 'ARR__c', companyField: 'Name' }, 'RESOLUTION_TYPES_DIFFER'],
  [{ accountField: 'Name', companyField: 'Csm' }, 'RESOLUTION_TYPES_DIFFER'],
  [{ accountField: 'Products__c', companyField: 'Tags' }, 'RESOLUTION_TYPES_DIFFER'],
  [{ accountField: 'Id FROM User --', companyField: 'Name' }, 'INVALID_REQUEST'],
  [{ accountField: 'Id', companyField: 'name" or true' }, 'INVALID_REQUEST'],
] as const)('%j is refused: %s', async (mapping, code) => {
  expect(await resolution.refusedPreview(mapping)).toBe(code)
  expect(await resolution.refusedSave(mapping)).toBe(code)
})

test('the menu offers it while the org can be asked, and says why not otherwise', async () => {
  expect(await menuEntry()).toEqual({ action: 'configure-company-resolution', allowed: true })
  await made.console.act(made.id, 'revoke')
  expect(await menuEntry()).toMatchObject({ allowed: false, reason: { code: 'CONNECTION_REVOKED' } })
  expect(await resolution.refusedPreview(BY_EXTERNAL_ID)).toBe('CONNECTION_REVOKED')
  expect(await resolution.refusedSave(BY_ID)).toBe('CONNECTION_REVOKED')
})

test('what was in force stays on record, and a field that accounts are looked for in stays where it is', async () => {
  const { db, tenant } = made.console
  for (const sql of [
    `update control.company_resolution set company_field = 'Name'`,
    'delete from control.company_resolution',
  ])
    await expect(db.query(sql)).rejects.toMatchObject({ constraint: 'company_resolution_stays' })
  await addField(db, tenant.id, 'Company', { name: 'Domain__gc', label: 'Domain', type: 'string' })
  const mapping = { accountField: 'Website', companyField: 'Domain__gc' }
  await resolution.preview(mapping)
  await resolution.save(mapping)
  const drop = () => dropField(db, tenant.id, 'Company', 'Domain__gc')
  await expect(drop()).rejects.toMatchObject({ constraint: 'company_resolution_keeps_field' })
  await resolution.restore(1)
  await drop()
  const { fields } = await describeObject(db, tenant.id, 'Company')
  expect(fields.map(({ name }) => name)).not.toContain('Domain__gc')
  expect((await resolution.restore(2)).code).toBe('RESOLUTION_FIELD_UNKNOWN')
})

test('companies are found by an index, whatever the field', async () => {
  const { db, tenant } = made.console
  await resolution.preview(BY_EXTERNAL_ID)
  await resolution.save(BY_EXTERNAL_ID)
  const indexes = await db.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where schemaname = $1 and tablename = 'company' and indexdef like '%tickersymbol%'`,
    [tenant.schemaName],
  )
  expect(indexes).toHaveLength(1)
  expect(indexes[0]?.indexdef).toContain('USING hash (lower(btrim(')
})

describe('a choice that helps nobody is saved all the same, and the answer warns of it with the figures', () => {
  const TO_NAME = { accountField: 'External_Id__c', companyField: 'Name' }
  const accounts = () => accountsOf(made.org)
  /** The first so many accounts have values of their own, and the others none. */
  const carry = async (values: number, companies: readonly string[]) => {
    made.org.store.write(
      { userId: made.org.administrator, origin: '' },
      accounts().map(({ Id }, i) => ({
        ...{ op: 'update', object: 'Account', id: String(Id) },
        values: { External_Id__c: i < values ? `V${i}` : null },
      })),
    )
    await made.console.db.query(`truncate ${made.console.tenant.schemaName}.company cascade`)
    if (companies.length > 0) await companiesInto(made.console)(companies.map((Name) => ({ Name })))
  }
  const told = async () => {
    await resolution.preview(TO_NAME)
    const { notices, resolution: saved } = await resolution.save(TO_NAME)
    expect(saved).toMatchObject({ version: 2, ...TO_NAME })
    return notices
  }
  const names = (count: number) => Array.from({ length: count }, (_one, i) => `v${i}`)

  test('none found a company', async () => {
    await carry(12, [])
    const notices = await told()
    expect(notices.map(({ code }) => code)).toEqual(['RESOLUTION_FINDS_NONE'])
    expect(notices[0]?.message).toContain(
      'Of 20 accounts, 0 found one company, 0 several and 12 none; 8 have no',
    )
    expect((await resolution.read()).notices).toEqual([])
  })

  test('all found several', async () => {
    await carry(20, [...names(20), ...names(20)])
    const notices = await told()
    expect(notices.map(({ code }) => code)).toEqual(['RESOLUTION_FINDS_NONE', 'RESOLUTION_FINDS_SEVERAL'])
    expect(notices[1]?.message).toContain('Of 20 accounts, 0 found one company, 20 several and 0 none')
  })

  test.each([
    [9, 1, ['RESOLUTION_FINDS_FEW', 'RESOLUTION_FINDS_SEVERAL']],
    [9, 0, ['RESOLUTION_FINDS_FEW']],
    [10, 0, []],
    [10, 1, ['RESOLUTION_FINDS_SEVERAL']],
  ])('%i of 20 found one, and %i several', async (one, several, codes) => {
    await carry(20, [...names(one + several), ...names(one + several).slice(one)])
    expect((await told()).map(({ code }) => code)).toEqual(codes)
  })

  test('the latest finished preview of that choice is what counts', async () => {
    await carry(20, [])
    await resolution.preview(TO_NAME)
    await carry(20, names(20))
    made.console.clock.advance(1_000)
    await resolution.preview({ ...TO_NAME, companyField: 'TickerSymbol' })
    expect(await told()).toEqual([])
  })
})

describe('the package of a linked org', () => {
  const SETTINGS = 'Team_View_Settings__c'
  const settings = () => [...made.org.store.records(SETTINGS)]
  const accountFieldIn = () => settings().map((row) => row['Account_Field__c'])
  const install = (fields: readonly string[]) => {
    const object = packageSettings(fields)
    const { schema } = made.org
    if (!schema.object(SETTINGS)) schema.addObject(object)
    else for (const field of object.fields) if (!has(field.name)) schema.addField(SETTINGS, field)
  }
  const has = (name: string) => made.org.schema.object(SETTINGS)?.fields.some((field) => field.name === name)
  beforeEach(async () => {
    const { orgId } = made.org
    const pem = newKeyPair().pem
    const validFrom = new Date('2026-01-01')
    await trustOrg(made.console.db, {
      tenantId: made.console.tenant.id,
      orgId,
      keyId: 'Team_View',
      pem,
      validFrom,
    })
    made.console.clock.advance(2_000)
  })

  test('that is too old to read a field is left alone, and the answer says who reads it instead', async () => {
    install(['Audience__c', 'Tenant__c'])
    expect((await made.console.act(made.id, 'link')).status).toBe(200)
    await resolution.preview(BY_EXTERNAL_ID)
    const { notices, resolution: saved } = await resolution.save(BY_EXTERNAL_ID)
    expect(saved.version).toBe(2)
    expect(notices.map(({ code }) => code)).toEqual(['PACKAGE_READS_NO_FIELD', 'RESOLUTION_FINDS_NONE'])
    expect((await resolution.save(BY_ID)).notices).toEqual([])
  })

  test('is told which field to read: when it is linked, at each save, and of none for the id', async () => {
    install(['Audience__c', 'Tenant__c', 'Account_Field__c'])
    await resolution.preview(BY_EXTERNAL_ID)
    await resolution.save(BY_EXTERNAL_ID)
    expect(accountFieldIn().filter(Boolean)).toEqual([])
    await made.console.act(made.id, 'link')
    expect(accountFieldIn()).toEqual(['External_Id__c'])
    expect((await resolution.save(BY_ID)).notices).toEqual([])
    expect(accountFieldIn()).toEqual([null])
    await resolution.restore(2)
    expect(accountFieldIn()).toEqual(['External_Id__c'])
    expect(settings()[0]).toMatchObject({ Tenant__c: made.console.tenant.id })
  })

  test.each(['unavailable', 'html', 'limit'] as const)(
    'is told later when it cannot be reached (%s): the choice is in force all the same',
    async (kind) => {
      install(['Audience__c', 'Tenant__c', 'Account_Field__c'])
      await made.console.act(made.id, 'link')
      await resolution.preview(BY_EXTERNAL_ID)
      const before = accountFieldIn()
      made.org.faults.arm({ kind, path: `/sobjects/${SETTINGS}/*`, times: null })
      const { notices, resolution: saved } = await resolution.save(BY_EXTERNAL_ID)
      expect(notices.map(({ code }) => code)).toEqual(['PACKAGE_NOT_TOLD', 'RESOLUTION_FINDS_NONE'])
      expect(saved).toMatchObject({ version: 2, ...BY_EXTERNAL_ID })
      expect(accountFieldIn()).toEqual(before)
      made.org.faults.disarm()
      expect((await resolution.save(BY_EXTERNAL_ID)).notices).toEqual([])
      expect(accountFieldIn()).toEqual(['External_Id__c'])
      expect(await versionsOf()).toHaveLength(2)
    },
  )
})

test('another connection than the linked one is warned of the companies’ Salesforce Account ID', async () => {
  const second = await made.console.create({ name: 'Second' })
  const other = resolutionOf({ console: made.console, id: second.id })
  expect((await other.read()).notices.map(({ code }) => code)).toEqual(['COMPANY_ID_OF_LINKED'])
})

test('nothing of it is there for another tenant', async () => {
  const { id: previewId } = await resolution.ask(BY_ID)
  for (const [method, path, body] of [
    ['GET', 'company-resolution'],
    ['GET', 'company-resolution/fields'],
    ['PUT', 'company-resolution', { ...BY_ID, version: 1 }],
    ['POST', 'company-resolution/restore', { restore: 1, version: 1 }],
    ['POST', 'company-resolution/previews', BY_ID],
    ['GET', `company-resolution/previews/${previewId}`],
    ['GET', 'accounts/0015e00000Tv001AAB/mapping'],
  ] as const) {
    const sent = body === undefined ? {} : { body }
    const answer = await made.console.call(method, resolution.path(path), { as: 'stranger', ...sent })
    expect([method, path, answer.status]).toEqual([method, path, 404])
  }
})

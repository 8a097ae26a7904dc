import { afterAll, beforeAll, expect, it } from 'vitest'
import { createControl, parseStage, stageHelp } from '../../../local-org/control/index.ts'
import { ACTIONS } from '../../../local-org/control/stage.ts'
import { deletedAccounts, smallOrg } from './running-control.ts'

let org: Awaited<ReturnType<typeof smallOrg>>
beforeAll(async () => {
  org = await smallOrg()
})
afterAll(() => org.events.close())

const stage = (text: string) => createControl(org.parts).stage(parseStage(text))

it('stages on the command line what the control door does', () => {
  const before = org.store.count('Contact')
  expect(stage('late-rows:object=Contact,count=4,age=30')).toMatchObject({ ids: expect.any(Array) })
  expect(org.store.count('Contact')).toBe(before + 4)
  stage('hide-field:object=Account,field=Industry')
  expect(org.schema.object('Account')?.field('Industry')).toBeUndefined()
  const { userId } = org.identity.credentials()[0]!
  stage(`api-access:user=${userId},allowed=false`)
  expect(org.identity.hasApiAccess(userId)).toBe(false)
  stage('revoke')
  stage('limits:remaining=9')
  expect(org.limits.apiRequests().remaining).toBe(9)
})

it('takes lists with a plus between the items', () => {
  const ids = deletedAccounts(org, 2)
  const areDeleted = () => ids.map((id) => org.store.read('Account', id)?.['IsDeleted'])
  expect(areDeleted()).toEqual([true, true])
  stage(`undelete:ids=${ids.join('+')}`)
  expect(areDeleted()).toEqual([false, false])
  stage('add-field:object=Account,name=Colour__c,type=picklist,values=Red+Green')
  expect(org.schema.object('Account')?.field('Colour__c')?.picklist).toEqual([
    { value: 'Red' },
    { value: 'Green' },
  ])
})

it('takes the objects that a field leads to, and how they see its records', () => {
  stage('add-field:object=Case,name=About__c,type=reference,referenceTo=Account+Contact,children=About__r')
  expect(org.schema.object('Case')?.field('About__c')).toMatchObject({
    referenceTo: ['Account', 'Contact'],
    children: { name: 'About__r' },
  })
})

it.each([
  ['late-row:object=Account', /^There is no stage "late-row"\. There are: late-rows, /],
  [
    'late-rows,object=Account,count=1',
    /^There is no stage "late-rows,.*"; did you mean late-rows:object=Account,count=1\?$/,
  ],
  ['late-rows', /object is missing.* count is missing.* age is missing/],
  ['late-rows:object=Account,count=0,age=1', /count must be a whole number from 1 to 1000000, not 0\./],
  ['same-stamp:object=Account,count=1,at=yesterday', /at must be a time like/],
  ['undelete:ids=nothing', /ids must be a list of Salesforce ids, not \["nothing"\]/],
  ['api-access:user=x,allowed=maybe', /allowed must be true or false, not "maybe"/],
  ['add-object:name=A__c,fields=x', /fields must be .*in JSON only/],
])('says at once what is wrong with %s', (text, words) => {
  expect(() => parseStage(text)).toThrow(words)
})

it('explains every stage', () => {
  const help = stageHelp()
  for (const [name, action] of Object.entries(ACTIONS)) {
    expect(help).toContain(`${name}:`)
    expect(help).toContain(action.help)
  }
})

import { describe, expect, test } from 'vitest'
import { apiVersion, metaFiles } from '../../scripts/package/api-version.ts'
import { apexRules, apexTests } from '../../scripts/package/apex-rules.ts'
import { contract } from '../../scripts/package/contract.ts'
import { stylesheets, templates } from '../../scripts/package/looks.ts'
import { metadataXml } from '../../scripts/package/metadata-xml.ts'
import { formatProblem, type Check } from '../../scripts/package/problem.ts'
import { labelsUsed, references } from '../../scripts/package/references.ts'
import type { PackageSource } from '../../scripts/package/package-source.ts'
import { planted, swap, without } from './planted.ts'

const CLASSES = 'force-app/team-view/classes'
const LWC = 'force-app/team-view/lwc'

async function complaints(check: Check, source: PackageSource): Promise<string[]> {
  return (await check.run(source)).problems.map((problem) => formatProblem(problem).trim())
}

type Case = [what: string, check: Check, file: string, change: (text: string) => string, complaint: RegExp]

const APEX: Case[] = [
  [
    'a syntax error',
    apexRules,
    `${CLASSES}/TeamViewClient.cls`,
    swap('return request;', 'return request'),
    /Client\.cls:\d+ column/,
  ],
  [
    'a class without sharing',
    apexRules,
    `${CLASSES}/TeamViewRecord.cls`,
    swap('with sharing', 'without sharing'),
    /Record\.cls:\d+ class TeamViewRecord must declare/,
  ],
  [
    'an inner class without sharing',
    apexRules,
    `${CLASSES}/TeamViewAnswer.cls`,
    swap('with sharing class Health', 'class Health'),
    /class Health must declare/,
  ],
  [
    'a query in system mode',
    apexRules,
    `${CLASSES}/TeamViewRecord.cls`,
    swap('WITH USER_MODE', ''),
    /WITH USER_MODE/,
  ],
  [
    'an assembled query',
    apexRules,
    `${CLASSES}/TeamViewRecord.cls`,
    swap('switch on', "Database.query('SELECT Id');\nswitch on"),
    /not assembled/,
  ],
  [
    'a write as the system',
    apexRules,
    `${CLASSES}/TeamViewRecord.cls`,
    swap('return found.Id', 'update found;\nreturn found.Id'),
    /as user/,
  ],
  [
    "another system's message",
    apexRules,
    `${CLASSES}/TeamViewClient.cls`,
    swap(
      'catch (CalloutException unreachable) {',
      'catch (CalloutException unreachable) { String leak = unreachable.getMessage();',
    ),
    /must not reach the user/,
  ],
  [
    'a debug log',
    apexRules,
    `${CLASSES}/TeamViewClient.cls`,
    swap('HttpResponse response', 'System.debug(record);\nHttpResponse response'),
    /debug log/,
  ],
  [
    'an address in code',
    apexRules,
    `${CLASSES}/TeamViewClient.cls`,
    swap('callout:Team_View', 'https://backend.example.com'),
    /named credential/,
  ],
  [
    'a reserved name',
    apexRules,
    `${CLASSES}/TeamViewAnswer.cls`,
    swap('String dueOn', 'String date'),
    /"date" is reserved/,
  ],
  [
    "a test over the org's own data",
    apexRules,
    `${CLASSES}/TeamViewTokenTest.cls`,
    swap('@IsTest', '@IsTest(SeeAllData=true)'),
    /own data/,
  ],
]

const METADATA: Case[] = [
  [
    'an unknown element',
    metadataXml,
    'force-app/team-view/namedCredentials/Team_View.namedCredential-meta.xml',
    swap(/calloutStatus/g, 'callStatus'),
    /NamedCredential\/callStatus does not belong there/,
  ],
  [
    'a word Salesforce does not know',
    metadataXml,
    'force-app/team-view/externalCredentials/Team_View.externalCredential-meta.xml',
    swap('>Custom<', '>Magic<'),
    /"Magic" is no/,
  ],
  [
    'a missing element',
    metadataXml,
    'force-app/team-view/flexipages/Team_View_Case.flexipage-meta.xml',
    swap(/<masterLabel>.*<\/masterLabel>/, ''),
    /lacks <masterLabel>/,
  ],
  [
    'something that is not a boolean',
    metadataXml,
    `${LWC}/teamView/teamView.js-meta.xml`,
    swap('<isExposed>true', '<isExposed>yes'),
    /"yes" is no boolean/,
  ],
  [
    'an element twice',
    metadataXml,
    `${LWC}/teamView/teamView.js-meta.xml`,
    swap('<isExposed>true', '<isExposed>true</isExposed><isExposed>true'),
    /may occur once/,
  ],
  [
    'broken XML',
    metadataXml,
    `${LWC}/teamView/teamView.js-meta.xml`,
    swap('</targets>', ''),
    /teamView\.js-meta\.xml:\d+ Expected closing tag/,
  ],
  [
    'another API version',
    apiVersion,
    `${LWC}/teamView/teamView.js-meta.xml`,
    swap('65.0', '64.0'),
    /has API version 64\.0, the project 65\.0/,
  ],
]

const REFERENCES: Case[] = [
  [
    'a label that does not exist',
    references,
    `${LWC}/teamView/teamView.ts`,
    swap('c.TeamView_Title', 'c.TeamView_Titel'),
    /there is no label TeamView_Titel/,
  ],
  [
    "Apex's label that does not exist",
    references,
    `${CLASSES}/TeamViewClient.cls`,
    swap('Label.TeamView_NotTrusted', 'Label.TeamView_Gone'),
    /there is no label TeamView_Gone/,
  ],
  [
    'an Apex method that does not exist',
    references,
    `${LWC}/teamView/teamView.ts`,
    swap('TeamViewController.getTeamView', 'TeamViewController.getTeam'),
    /no @AuraEnabled method TeamViewController\.getTeam/,
  ],
  [
    'an Apex method components may not call',
    references,
    `${CLASSES}/TeamViewController.cls`,
    swap('@AuraEnabled(cacheable=true)', ''),
    /no @AuraEnabled method/,
  ],
  [
    'a component that does not exist',
    references,
    `${LWC}/teamView/teamView.html`,
    swap('<c-team-view-notice', '<c-team-view-note'),
    /there is no component team-view-note/,
  ],
  [
    'a page with a component that does not exist',
    references,
    'force-app/team-view/flexipages/Team_View_Case.flexipage-meta.xml',
    swap('>teamView<', '>teamViews<'),
    /there is no component teamViews/,
  ],
  [
    'access to a class that does not exist',
    references,
    'force-app/team-view/permissionsets/Team_View_User.permissionset-meta.xml',
    swap('>TeamViewController<', '>TeamController<'),
    /there is no class TeamController/,
  ],
  [
    'access to a principal that does not exist',
    references,
    'force-app/team-view/permissionsets/Team_View_User.permissionset-meta.xml',
    swap('Team_View-Users', 'Team_View-Everyone'),
    /there is no principal Team_View-Everyone/,
  ],
  [
    'a label nobody uses',
    labelsUsed,
    'force-app/common/labels/CustomLabels.labels-meta.xml',
    swap(/Common_Retry/g, 'Common_Again'),
    /Common_Again is used nowhere/,
  ],
  [
    'a label broken into lines',
    labelsUsed,
    'force-app/common/labels/CustomLabels.labels-meta.xml',
    swap('Try again<', 'Try\nagain<'),
    /Common_Retry is broken into lines/,
  ],
]

const LOOKS: Case[] = [
  [
    'words in a template',
    templates,
    `${LWC}/teamViewFooter/teamViewFooter.html`,
    swap('{labels.refreshFailed}', 'Failed'),
    /"Failed" belongs in a label/,
  ],
  [
    'words in an attribute',
    templates,
    `${LWC}/teamViewFooter/teamViewFooter.html`,
    swap('label={labels.refresh}', 'label="Refresh"'),
    /"Refresh" belongs in a label/,
  ],
  [
    'a colour',
    stylesheets,
    `${LWC}/teamViewHeader/teamViewHeader.css`,
    swap('currentcolor', '#0a0'),
    /#0a0 is a colour/,
  ],
  [
    'a length in pixels',
    stylesheets,
    `${LWC}/teamViewHeader/teamViewHeader.css`,
    swap('line-height: 1;', 'line-height: 12px;'),
    /12px is a length/,
  ],
  [
    'a hook that does not exist',
    stylesheets,
    `${LWC}/teamViewHeader/teamViewHeader.css`,
    swap('--slds-g-color-success-1', '--slds-c-badge-color'),
    /--slds-c-badge-color is no global styling hook/,
  ],
]

const CONTRACT: Case[] = [
  [
    'an answer without a key',
    contract,
    `${CLASSES}/TeamViewAnswer.cls`,
    swap('public String dueOn', 'public String dueAt'),
    /TeamViewAnswer\.cls:1 the answer lacks renewal\.dueOn/,
  ],
  [
    'a key nobody agreed to',
    contract,
    'test/contract/ready.json',
    swap('"label"', '"title"'),
    /answer\.d\.ts:1 the answer lacks health\.title/,
  ],
  [
    'another path',
    contract,
    `${CLASSES}/TeamViewClient.cls`,
    swap('/widget/v1/', '/widget/v2/'),
    /the path lacks \/widget\/v1\/team-view/,
  ],
  [
    'another query',
    contract,
    `${CLASSES}/TeamViewClient.cls`,
    swap("'&accountId='", "'&account='"),
    /the query lacks accountId/,
  ],
  [
    'a missing header',
    contract,
    `${CLASSES}/TeamViewClient.cls`,
    swap("'Accept'", "'X-Accept'"),
    /the headers lacks Accept/,
  ],
  [
    'another claim',
    contract,
    `${CLASSES}/TeamViewToken.cls`,
    swap("'jti'", "'nonce'"),
    /the token lacks jti/,
  ],
  [
    "a fixture Apex's tests do not know",
    contract,
    'test/contract/no-account.json',
    swap('NO_ACCOUNT', 'NOTHING'),
    /no-account is not what test\/contract\/no-account\.json says/,
  ],
]

describe.each([
  ['Apex', APEX],
  ['metadata', METADATA],
  ['references', REFERENCES],
  ['looks', LOOKS],
  ['the contract', CONTRACT],
])('the package check, on %s', (_subject, cases) => {
  test.each(cases)('finds %s', async (_what, check, file, change, complaint) => {
    const found = await complaints(check, planted(file, change))
    expect(found.filter((line) => complaint.test(line))).not.toEqual([])
  })
})

describe('the package check, on what is missing', () => {
  test('finds a class without a test', async () => {
    const found = await complaints(apexTests, without(`${CLASSES}/TeamViewRecordTest.cls`))
    expect(found).toEqual([`${CLASSES}/TeamViewRecord.cls:1 there is no TeamViewRecordTest`])
  })

  test('finds a class and a component without metadata', async () => {
    const files = [`${CLASSES}/TeamViewRecord.cls-meta.xml`, `${LWC}/healthLook/healthLook.js-meta.xml`]
    for (const file of files)
      expect(await complaints(metaFiles, without(file))).toEqual([`${file}:1 is missing`])
  })
})

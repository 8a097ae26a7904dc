import { findsPlanted, swap, type Case } from './planted.ts'
import { apiVersion } from '../../scripts/package/api-version.ts'
import { metadataXml } from '../../scripts/package/metadata-xml.ts'

const LWC = 'force-app/team-view/lwc'

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

findsPlanted('metadata', METADATA)

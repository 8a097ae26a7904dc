import { findsPlanted, swap, type Case } from './planted.ts'
import { stylesheets, templates } from '../../scripts/package/looks.ts'

const LWC = 'force-app/team-view/lwc'

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

findsPlanted('looks', LOOKS)

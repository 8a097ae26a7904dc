import { findsPlanted, swap, type Case } from './planted.ts'
import { labelsUsed, references } from '../../scripts/package/references.ts'

const CLASSES = 'force-app/team-view/classes'
const LWC = 'force-app/team-view/lwc'

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

findsPlanted('references', REFERENCES)

/** What an administrator should know, though it stops nothing. */
export const NOTICES = {
  NO_MORE_JOBS: {
    message: 'This connection has only User Sync and Currency Sync. Linking it creates no further jobs.',
    action: 'Nothing needs to be done. Make the jobs you want yourself.',
  },
  NO_JOBS_CHANGED: {
    message:
      'A connection that was linked before has been deleted. Linking this one creates and changes no jobs.',
    action: 'Look at the jobs that are there, and change them yourself where they should be others.',
  },
  SETTINGS_STAY: {
    message: 'The package in the org keeps this server as its audience.',
    action: 'Change it under Setup, Custom Settings, Team View Settings, if the org should use another one.',
  },
  REVOCATION_PENDING: {
    message: 'Salesforce could not be reached, so its side of the access is still there.',
    action:
      'The server tells it again every hour. To be sure at once, remove it in Salesforce under Setup, Connected Apps OAuth Usage.',
  },
  OTHER_ORG_SIGNS_OUT: {
    message:
      'When this connection goes to another org, everyone who logged in through it is signed out, you too if you did.',
    action: 'Nothing happens as long as the login is not completed, or is one to the same org.',
  },
  OTHER_ORG_NEEDS_ROLES: {
    message:
      'Roles were given to users of the org as it is now. Nobody of another org comes in by them, and nobody of this one comes in any more.',
    action: 'Give the roles again once User Sync has brought the users of the other org.',
  },
  OTHER_ORG_WAY_IN: {
    message: 'Until then the one-time link is the only way into the console.',
    action: 'Have somebody at hand who can run npm run admin-link on the server.',
  },
  PACKAGE_NOT_TOLD: {
    message:
      'Saved and in force. The package in the org could not be told which field to read, so this server reads it through the connection at each page view.',
    action: 'Save again once Salesforce answers.',
  },
  PACKAGE_READS_NO_FIELD: {
    message:
      'Saved and in force. The package in the org is too old to read another field than the id, so this server reads it through the connection at each page view.',
    action: 'Update the package, then save again.',
  },
  DOMAIN_OF_SANDBOX: {
    message:
      'The org type is production, but the custom domain is that of a sandbox. Logins go to the custom domain.',
    action: 'Check which of the two is right.',
  },
  DOMAIN_OF_PRODUCTION: {
    message:
      'The org type is sandbox, but the custom domain is not that of a sandbox. Logins go to the custom domain.',
    action: 'Check which of the two is right.',
  },
  RESOLUTION_FIELD_GONE: {
    message:
      'The field of accounts that Company Resolution reads was deleted or renamed, or is hidden from the connected user: record pages cannot be told which customer they show.',
    action:
      'Let the connected user see it again and choose Refresh Metadata, or choose another field under Configure Company Resolution.',
  },
  RESOLUTION_FIELD_CHANGED: {
    message:
      'The field of accounts that Company Resolution reads is of another type now, so record pages may show no customer, or the wrong one.',
    action: 'Choose another field under Configure Company Resolution, or give this one its former type.',
  },
  RESOLUTION_FINDS_NONE: {
    message: 'Saved and in force, but no account found its company in the preview.',
    action:
      'Check that these are the right two fields. If they are, bring the companies in, then preview again.',
  },
  RESOLUTION_FINDS_FEW: {
    message: 'Saved and in force, but fewer than half of the accounts found their company in the preview.',
    action: 'Look at the examples of the preview, and correct the values, or choose other fields.',
  },
  RESOLUTION_FINDS_SEVERAL: {
    message:
      'Saved and in force, but some accounts found several companies in the preview, so none is chosen for them.',
    action:
      'Merge those companies, correct the value on all but one, or choose fields that tell customers apart.',
  },
  COMPANY_ID_OF_LINKED: {
    message:
      'This connection is not linked. Salesforce Account Id identifies the companies of the linked connection, so accounts of two orgs may meet in one company.',
    action: 'Use a custom field of the Company object for this connection.',
  },
} as const
export type NoticeCode = keyof typeof NOTICES

export interface Notice {
  code: NoticeCode
  message: string
  action: string
}
export const notice = (code: NoticeCode): Notice => ({ code, ...NOTICES[code] })

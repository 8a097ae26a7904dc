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
    action: 'Choose Revoke again later, or remove it in Salesforce under Setup, Connected Apps OAuth Usage.',
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

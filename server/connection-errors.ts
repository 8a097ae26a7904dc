/** What can be wrong between a tenant and its Salesforce orgs, in the words an administrator reads. */
export const CONNECTION_ERRORS = {
  CONNECTION_NAME_TAKEN: {
    status: 409,
    meaning: 'Another connection has this name.',
    action: 'Choose another name: capitals make no difference.',
  },
  CONNECTION_LIMIT: {
    status: 409,
    meaning: 'There are two Salesforce connections already.',
    action: 'Delete one of them first.',
  },
  ORG_TYPE_UNKNOWN: {
    status: 400,
    meaning: 'This is no type of Salesforce org.',
    action: 'Choose production or sandbox.',
  },
  LIGHTNING_URL: {
    status: 400,
    meaning: 'This is a Lightning address.',
    action: 'Give the classic one: https://your-domain.my.salesforce.com.',
  },
  NOT_SALESFORCE: {
    status: 400,
    meaning: 'This is not the address of a Salesforce org.',
    action:
      'Give the one under Setup, My Domain: https://your-domain.my.salesforce.com, for a sandbox https://your-domain--name.sandbox.my.salesforce.com.',
  },
  INTERNAL_ADDRESS: {
    status: 400,
    meaning: 'This address is an IP address or of an internal network.',
    action: 'Give the one under Setup, My Domain: https://your-domain.my.salesforce.com.',
  },
  ONLY_THE_HOST: {
    status: 400,
    meaning: 'The custom domain is more than the address of an org.',
    action: 'Leave out ports, paths and users: https://your-domain.my.salesforce.com.',
  },
  ONLY_HTTPS: {
    status: 400,
    meaning: 'The custom domain does not begin with https.',
    action: 'Salesforce takes logins over https only: https://your-domain.my.salesforce.com.',
  },
  CLIENT_SECRET_ALONE: {
    status: 400,
    meaning: 'There is a consumer secret without a consumer key.',
    action: 'Give both, as the external client app shows them.',
  },
  CONNECTION_STATE: {
    status: 409,
    meaning: 'The connection is in a state that does not allow this.',
    action: 'See the details, and the actions the connection offers.',
  },
  CONNECTION_NOT_AUTHORIZED: {
    status: 409,
    meaning: 'The connection has not been authorized yet.',
    action: 'Choose Authorize. Until then there is nothing to use, to revoke or to stop.',
  },
  SEALING_KEY_MISSING: {
    status: 409,
    meaning:
      'What this connection keeps secret was sealed with a key that the server does not have any more.',
    action:
      'Put the key back (SECRET_KEYS, or the key file) and restart; or choose Authorize, after giving the consumer secret again if the connection has one of its own.',
  },
  CONNECTION_REVOKED: {
    status: 409,
    meaning: 'The connection is revoked: nothing can be synced through it.',
    action: 'Choose Re-authorize to use it again. There is no access left that could be revoked.',
  },
  CONNECTION_NEEDS_REAUTHORIZATION: {
    status: 409,
    meaning: 'Salesforce no longer accepts this connection’s access, or its settings were changed.',
    action: 'Choose Re-authorize.',
  },
  CONNECTION_DELETED: {
    status: 409,
    meaning: 'The connection was deleted.',
    action: 'Use another connection, or create one.',
  },
  SALESFORCE_UNAVAILABLE: {
    status: 503,
    meaning: 'Salesforce does not answer just now.',
    action: 'See status.salesforce.com, and try again in a few minutes.',
  },
  SALESFORCE_UNREADABLE: {
    status: 502,
    meaning: 'Salesforce answered with a page or a broken document instead of data.',
    action: 'It may be under maintenance: see status.salesforce.com, and try again later.',
  },
  SALESFORCE_LIMIT: {
    status: 503,
    meaning: 'The org has used up its API requests.',
    action: 'Wait until they are there again, at most 24 hours, or raise the limit in Salesforce.',
  },
  SALESFORCE_REFUSED: {
    status: 409,
    meaning: 'Salesforce refused the request.',
    action: 'See the details for its own words.',
  },
  LINK_ELSEWHERE: {
    status: 409,
    meaning: 'Another connection is linked.',
    action: 'Only one connection can be linked. This one can sync without being linked.',
  },
  LINK_CANNOT_MOVE: {
    status: 409,
    meaning: 'Another connection was linked before, and the link cannot be moved.',
    action:
      'Link that connection again, and re-authorize it with another org if that is what you need; or delete it first.',
  },
  ALREADY_LINKED: { status: 409, meaning: 'The connection is linked.', action: 'Nothing needs to be done.' },
  NOT_LINKED: { status: 409, meaning: 'The connection is not linked.', action: 'Nothing needs to be done.' },
  PACKAGE_MISSING: {
    status: 409,
    meaning: 'The Team View package is not installed in this org, or this user may not see its settings.',
    action:
      'Install the package as docs/INSTALL.md says, give the connected user the right to customize the application, and link again.',
  },
  ORG_NOT_TRUSTED: {
    status: 409,
    meaning: 'No valid certificate of this org is trusted here.',
    action:
      'Make a certificate in the org and trust it: npm run trust -- --org 00D… --certificate Team_View.crt (docs/INSTALL.md).',
  },
  CONNECTION_IN_USE: {
    status: 409,
    meaning: 'Jobs or job chains still use this connection.',
    action: 'Delete what the details name, then the connection. The data stays.',
  },
  CONFIRM_DELETION: {
    status: 409,
    meaning:
      'This connection was linked. When another one is linked after it, no jobs are created or changed.',
    action: 'Send the request again with confirm=true if that is what you want.',
  },
  RESOLUTION_FIELD_UNKNOWN: {
    status: 400,
    meaning: 'Company Resolution names a field that is not there.',
    action:
      'Choose one of the fields that are offered. A field that is new in Salesforce appears after Refresh Metadata.',
  },
  RESOLUTION_VERSION_UNKNOWN: {
    status: 404,
    meaning: 'Company Resolution never had this version.',
    action: 'Choose one of the versions that are listed with it.',
  },
  RESOLUTION_TYPES_DIFFER: {
    status: 400,
    meaning: 'The values of these two fields cannot be compared.',
    action: 'Choose two fields of the same kind: texts, numbers, days, or times.',
  },
  PREVIEW_MISSING: {
    status: 409,
    meaning: 'Nobody has seen what this choice would do to the accounts of this org.',
    action: 'Preview it first, and save it once the preview has finished.',
  },
  ORG_CHANGED: {
    status: 409,
    meaning: 'The connection was authorized with another org, so its jobs are paused.',
    action: 'Check each job against the fields of the new org, then choose Resume.',
  },
  METADATA_OBJECT_UNKNOWN: {
    status: 404,
    meaning: 'The org has no such object, or its connected user may not see it.',
    action: 'Choose one of the list of objects. What is new in Salesforce is there after Refresh Metadata.',
  },
  MAPPING_BROKEN: {
    status: 409,
    meaning: 'What this job reads is no longer in Salesforce as it was when the job was made.',
    action: 'See the details for the fields. Nothing was read, and no data was changed.',
  },
  JOBS_NOT_PAUSED: {
    status: 409,
    meaning: 'The jobs of this connection are not paused.',
    action: 'Nothing needs to be done.',
  },
  CONNECTION_STOPPED: {
    status: 409,
    meaning: 'Everything on this connection was stopped by an administrator.',
    action: 'When it is safe, choose Resume; before that Re-authorize, if it is still revoked.',
  },
} as const satisfies Record<string, { status: number; meaning: string; action: string }>

/** Why there is no customer to show, in the words a seller reads, with the next step. The documentation prints this table. */
export const REASONS = {
  'not-mapped': {
    code: 'ACCOUNT_NOT_MAPPED',
    message: 'No company carries this Salesforce account.',
    action: 'Ask an administrator to sync this account, or to check Company Resolution on the connection.',
  },
  'several-companies': {
    code: 'SEVERAL_COMPANIES',
    message: 'More than one company carries this Salesforce account.',
    action:
      'Ask an administrator to merge the companies, or to correct the Salesforce Account ID on all but one.',
  },
  'no-account': {
    code: 'NO_ACCOUNT',
    message: 'This record has no account, so there is no customer to show.',
    action: 'Set the account on this record.',
  },
  'no-value': {
    code: 'ACCOUNT_FIELD_EMPTY',
    message: 'The field of the account that tells which customer it belongs to is empty.',
    action:
      'Fill in that field on the account. An administrator sees under Company Resolution which one it is.',
  },
  'unreadable-value': {
    code: 'ACCOUNT_FIELD_UNREADABLE',
    message: 'The field of the account that tells which customer it belongs to could not be read.',
    action:
      'Try again in a minute. If it stays, ask an administrator to let you see that field, or to check the connection to Salesforce and its Company Resolution.',
  },
  'no-licence': {
    code: 'NO_LICENCE',
    message: 'You have no Team View licence.',
    action: 'Ask an administrator for at least a Viewer licence.',
  },
} as const

/** What users read when Team View fails: the words of the package's custom labels. A test holds the two equal. */
export const LABELS = {
  TeamView_NoAccess: 'You may not see this record or its account. Ask an administrator for access.',
  TeamView_NotConfigured:
    'Team View is not set up in this org yet. Ask an administrator to complete Team View Settings and the signing certificate.',
  TeamView_NotTrusted:
    'The backend does not trust this org. Ask an administrator to register its certificate there, and to check Team View Settings.',
  TeamView_NotUnderstood:
    'The Team View backend gave an answer this version cannot read. Ask an administrator to check the address and both versions.',
  TeamView_TooManyRequests: 'Too many requests just now. Wait a minute, then try again.',
  TeamView_Unavailable: 'The Team View backend did not answer. Try again in a minute.',
  TeamView_UnsupportedRecord:
    'Team View works on accounts, cases and opportunities. Ask an administrator to move it to one of their pages.',
} as const

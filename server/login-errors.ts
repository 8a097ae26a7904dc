/** What can be wrong when somebody logs in to the console with Salesforce, in the words that person reads. */
export const LOGIN_ERRORS = {
  LOGIN_UNAVAILABLE: {
    status: 409,
    meaning: 'Nobody can log in through this Salesforce org at the moment.',
    action:
      'Ask an administrator to look at its connection. Whoever has the server’s terminal gets in with npm run admin-link.',
  },
  LOGIN_UNKNOWN: {
    status: 403,
    meaning: 'This belongs to no login that was begun here.',
    action: 'Begin on the sign-in page, and complete the login in the same browser.',
  },
  LOGIN_FOREIGN: {
    status: 403,
    meaning: 'This login was begun in another browser, or another one was begun in this browser since.',
    action: 'Begin again on the sign-in page, and complete the login in the same browser.',
  },
  LOGIN_REUSED: {
    status: 409,
    meaning: 'This login has been completed already.',
    action: 'Open the console; if you are not signed in there, log in again.',
  },
  LOGIN_EXPIRED: {
    status: 410,
    meaning: 'The login took longer than ten minutes.',
    action: 'Log in again.',
  },
  LOGIN_DENIED: {
    status: 409,
    meaning: 'Access was denied in Salesforce.',
    action: 'Log in again and choose Allow: Team View learns who you are, and nothing else.',
  },
  LOGIN_CODE_REFUSED: {
    status: 409,
    meaning: 'Salesforce does not accept the code it gave: it was used before or is too old.',
    action: 'Log in again.',
  },
  LOGIN_ANSWER_LOST: {
    status: 502,
    meaning: 'The answer of Salesforce was lost on its way, and Salesforce gives it only once.',
    action: 'Log in again.',
  },
  LOGIN_APP_REFUSED: {
    status: 409,
    meaning: 'Salesforce does not let you in to Team View.',
    action:
      'Tell an administrator: the external client app needs the scope openid and this server’s /console/login/callback as a callback URL, its consumer secret must be the one given here, and its policies must let you use it.',
  },
  LOGIN_UNPROVEN: {
    status: 403,
    meaning: 'What Salesforce sent does not prove who you are.',
    action: 'Log in again. If it stays, tell an administrator: the server’s log says which check failed.',
  },
  LOGIN_WRONG_ORG: {
    status: 403,
    meaning: 'You logged in to another Salesforce org than the one this console belongs to.',
    action: 'Log in as your user of the right org. A sandbox is an org of its own.',
  },
  LOGIN_NOT_SYNCED: {
    status: 403,
    meaning: 'Salesforce knows you, but no user here was synced from yours yet.',
    action: 'Ask an administrator to run User Sync, and to check that its filter includes you.',
  },
  LOGIN_AMBIGUOUS: {
    status: 403,
    meaning: 'Several users here were synced from your Salesforce user.',
    action: 'Ask an administrator to leave your Salesforce user id on one of them.',
  },
  LOGIN_DEACTIVATED: {
    status: 403,
    meaning: 'Your user here is deactivated.',
    action: 'Ask an administrator to activate it, in Salesforce if it comes from there.',
  },
  LOGIN_LICENCE: {
    status: 403,
    meaning: 'You have no licence that can sign in to the console.',
    action: 'Ask a super admin for one: Full, Viewer Analytics or Viewer.',
  },
  LOGIN_NO_ROLE: {
    status: 403,
    meaning: 'You have no role in the console.',
    action: 'Ask a super admin for one: viewer, admin or super-admin.',
  },
  LOGIN_ROLE_OF_OTHER_ORG: {
    status: 403,
    meaning: 'The role of your user here was given to a user of another org, or of none.',
    action:
      'Ask a super admin to give it again. Whoever has the server’s terminal gets in with npm run admin-link.',
  },
} as const satisfies Record<string, { status: number; meaning: string; action: string }>

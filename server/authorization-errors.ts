/** What can keep an authorization of a connection from ending well. */
export const AUTHORIZATION_ERRORS = {
  OAUTH_APP_MISSING: {
    status: 409,
    meaning: 'There is no external client app to authorize with.',
    action:
      'Give the connection a consumer key and secret, or set SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET.',
  },
  PUBLIC_URL_MISSING: {
    status: 409,
    meaning: 'The server does not know the address that Salesforce should send the browser back to.',
    action: 'Set PUBLIC_URL, and give the external client app its /console/oauth/callback as callback URL.',
  },
  AUTHORIZATION_UNKNOWN: {
    status: 400,
    meaning: 'This answer belongs to no authorization we began.',
    action: 'Choose Authorize in the console and complete it in the same browser.',
  },
  AUTHORIZATION_FOREIGN: {
    status: 403,
    meaning: 'This authorization was begun in another session.',
    action: 'Choose Authorize again and complete it in the same browser, without signing out.',
  },
  AUTHORIZATION_SIGNED_OUT: {
    status: 403,
    meaning: 'Your session had ended when Salesforce sent you back, so nothing was authorized.',
    action: 'Sign in, and choose Authorize again.',
  },
  AUTHORIZATION_REUSED: {
    status: 409,
    meaning: 'This authorization has been completed already.',
    action: 'Look at the connection; if it is not authorized, choose Authorize again.',
  },
  AUTHORIZATION_EXPIRED: {
    status: 410,
    meaning: 'The authorization took longer than ten minutes.',
    action: 'Choose Authorize again.',
  },
  CONSENT_DENIED: {
    status: 409,
    meaning: 'Access was denied in Salesforce.',
    action: 'Choose Authorize again, then Allow.',
  },
  CODE_REFUSED: {
    status: 409,
    meaning: 'Salesforce does not accept the code it gave: it was used before or is too old.',
    action: 'Choose Authorize again.',
  },
  ANSWER_LOST: {
    status: 502,
    meaning: 'The answer of Salesforce was lost on its way, and Salesforce gives it only once.',
    action: 'Nothing was changed. Choose Authorize again.',
  },
  APP_REFUSED: {
    status: 409,
    meaning: 'Salesforce does not accept the external client app.',
    action:
      'Check the consumer key and secret, the callback URL and the scopes api, refresh_token and openid; a new app takes up to ten minutes.',
  },
  NO_REFRESH_TOKEN: {
    status: 409,
    meaning: 'Salesforce gave access for a short time only.',
    action: 'Allow the external client app the scope refresh_token, then choose Authorize again.',
  },
  HOST_REFUSED: {
    status: 409,
    meaning: 'Salesforce named an instance that is not a Salesforce address.',
    action: 'Nothing was sent there. Check the custom domain, and tell your security team.',
  },
  WRONG_ORG: {
    status: 409,
    meaning: 'These are the credentials of another org than the one this connection belongs to.',
    action:
      'Log in to the same org. Only the linked connection can change to another org: choose Authorize again, sent with {"confirmOtherOrg": true}.',
  },
  ORG_CONNECTED_ALREADY: {
    status: 409,
    meaning: 'Another connection has this org.',
    action: 'Use the one that the details name, delete it first, or log in to another org.',
  },
  API_ACCESS_MISSING: {
    status: 409,
    meaning: 'This Salesforce user may not use the API.',
    action:
      'Give the user a profile or permission set with API Enabled, or authorize as another user. The edition of the org must include the API.',
  },
} as const satisfies Record<string, { status: number; meaning: string; action: string }>

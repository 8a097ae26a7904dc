/** The licences a user can have, as the items of USER_LICENSE_TYPE are named. */
export const LICENCES = ['Full', 'Viewer Analytics', 'Viewer', 'Internal Collaborators', 'External'] as const
export type Licence = (typeof LICENCES)[number]

/** The licences that open Team View; collaborators and external users have none of its data. */
export const LICENCES_WITH_TEAM_VIEW = ['Full', 'Viewer Analytics', 'Viewer'] as const satisfies Licence[]

/** The licences that may sign in to the console, given a role there; collaborators and external users cannot log in anywhere. */
export const LICENCES_THAT_SIGN_IN = ['Full', 'Viewer Analytics', 'Viewer'] as const satisfies Licence[]

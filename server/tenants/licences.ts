/** The licences that open Team View; collaborators and external users have none of its data. */
export const LICENCES_WITH_TEAM_VIEW = ['Full', 'Viewer Analytics', 'Viewer'] as const

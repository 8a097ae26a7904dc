export { getTeamView } from './endpoints.ts'
export { REASONS } from './reasons.ts'
export { teamViewStore } from './team-view-store.ts'
export { createTeamView, type TeamView } from './team-view.ts'

import type { ObjectDefinition } from '../definition.ts'
import { activityTimeline } from './activity-timeline.ts'
import { callToAction } from './call-to-action.ts'
import { cases } from './cases.ts'
import { companyPerson } from './company-person.ts'
import { companyTeam } from './company-team.ts'
import { company } from './company.ts'
import { currencyCoefficient } from './currency-coefficient.ts'
import { opportunityStage } from './opportunity-stage.ts'
import { opportunity } from './opportunity.ts'
import { person } from './person.ts'
import { picklistCategory, picklistItem } from './picklist-tables.ts'
import { relationshipType } from './relationship-type.ts'
import { relationship } from './relationship.ts'
import { scorecardFact, scorecardHistory } from './scorecard-scores.ts'
import {
  scorecardMaster,
  scorecardMeasure,
  scorecardMeasureGroup,
  scorecardScheme,
  scorecardSchemeRange,
} from './scorecard.ts'
import { user } from './user.ts'

export { STANDARD_PICKLISTS } from './picklists.ts'

/** The catalogue every tenant begins with. What is added here reaches existing tenants when the server starts. */
export const STANDARD_OBJECTS: readonly ObjectDefinition[] = [
  picklistCategory,
  picklistItem,
  user,
  company,
  person,
  companyPerson,
  companyTeam,
  cases,
  relationshipType,
  relationship,
  opportunityStage,
  opportunity,
  currencyCoefficient,
  scorecardScheme,
  scorecardSchemeRange,
  scorecardMaster,
  scorecardMeasureGroup,
  scorecardMeasure,
  scorecardFact,
  scorecardHistory,
  callToAction,
  activityTimeline,
]

import { date, datetime, lookup, picklist, richText, score } from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** One measure's score of one customer (or of one of its relationships), on any scorecard it ever had. */
const whose = [
  lookup('ScorecardId', 'Scorecard Id', 'Scorecard_Master', { required: true }),
  lookup('MeasureId', 'Measure Id', 'Scorecard_Measure', { required: true }),
  lookup('CompanyId', 'Company Id', 'Company', { required: true }),
  lookup('RelationshipId', 'Relationship Id', 'Relationship'),
]

const KEY = ['ScorecardId', 'MeasureId', 'CompanyId', 'RelationshipId']

export const scorecardFact = standardObject({
  name: 'Scorecard_Fact',
  label: 'Scorecard Fact',
  pluralLabel: 'Scorecard Facts',
  prefix: '1C06',
  fields: [
    ...whose,
    score('Score', 'Score'),
    score('PreviousScore', 'Previous Score'),
    lookup('CurrentScoreId', 'Current Score Id', 'Scorecard_Scheme_Range'),
    lookup('PreviousScoreId', 'Previous Score Id', 'Scorecard_Scheme_Range'),
    picklist('Trend', 'Trend', 'SCORE_TREND'),
    richText('Comments', 'Comments'),
    lookup('ScoreModifiedBy', 'Score Modified By', 'User'),
    datetime('ScoreModifiedDate', 'Score Modified Date'),
  ],
  uniqueTogether: [KEY],
})

/** The same, as it was on one day. */
export const scorecardHistory = standardObject({
  name: 'Scorecard_History',
  label: 'Scorecard History',
  pluralLabel: 'Scorecard History',
  prefix: '1C07',
  fields: [
    ...whose,
    date('ScoreDate', 'Score Date', { required: true, indexed: true }),
    score('Score', 'Score'),
    lookup('ScoreId', 'Score Id', 'Scorecard_Scheme_Range'),
    picklist('Trend', 'Trend', 'SCORE_TREND'),
    richText('Comments', 'Comments'),
  ],
  uniqueTogether: [[...KEY, 'ScoreDate']],
})

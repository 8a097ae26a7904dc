import { boolean, integer, lookup, number, picklist, richText, score, string } from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** How a score is shown: numbers, colours or grades. */
export const scorecardScheme = standardObject({
  name: 'Scorecard_Scheme',
  label: 'Scorecard Scheme',
  pluralLabel: 'Scorecard Schemes',
  prefix: '1C01',
  fields: [
    string('Name', 'Name', { required: true, indexed: true }),
    picklist('SchemeType', 'Scheme Type', 'SCORECARD_SCHEME_TYPE', { required: true }),
    boolean('IsActive', 'Is Active', { defaultValue: true }),
  ],
})

/** A band of a scheme. "From" is excluded in every band but the first, so that bands touch and never overlap. */
export const scorecardSchemeRange = standardObject({
  name: 'Scorecard_Scheme_Range',
  label: 'Scorecard Scheme Range',
  pluralLabel: 'Scorecard Scheme Ranges',
  prefix: '1C02',
  fields: [
    lookup('SchemeId', 'Scheme', 'Scorecard_Scheme', { required: true }),
    string('Label', 'Label', { required: true }),
    string('Color', 'Color', { length: 20 }),
    picklist('Level', 'Level', 'SCORE_LEVEL'),
    score('FromScore', 'From', { required: true }),
    score('ToScore', 'To', { required: true }),
    integer('SortOrder', 'Sort Order'),
  ],
  uniqueTogether: [['SchemeId', 'FromScore']],
})

export const scorecardMaster = standardObject({
  name: 'Scorecard_Master',
  label: 'Scorecard',
  pluralLabel: 'Scorecards',
  prefix: '1C03',
  fields: [
    string('Name', 'Name', { required: true, indexed: true }),
    richText('Description', 'Description'),
    picklist('EntityType', 'Entity Type', 'ENTITY_TYPE', { defaultValue: 'Company' }),
    lookup('SchemeId', 'Scheme', 'Scorecard_Scheme', { required: true }),
    lookup('RelationshipTypeId', 'Relationship Type', 'Relationship_Type'),
    boolean('IsActive', 'Is Active'),
  ],
})

export const scorecardMeasureGroup = standardObject({
  name: 'Scorecard_Measure_Group',
  label: 'Scorecard Measure Group',
  pluralLabel: 'Scorecard Measure Groups',
  prefix: '1C04',
  fields: [
    lookup('ScorecardId', 'Scorecard Id', 'Scorecard_Master', { required: true }),
    string('Name', 'Name', { required: true }),
    number('Weight', 'Weight', { min: 0 }),
    integer('SortOrder', 'Sort Order'),
  ],
})

/** What is scored. The overall score and the groups' scores are measures too, so that every score is one fact. */
export const scorecardMeasure = standardObject({
  name: 'Scorecard_Measure',
  label: 'Scorecard Measure',
  pluralLabel: 'Scorecard Measures',
  prefix: '1C05',
  fields: [
    lookup('ScorecardId', 'Scorecard Id', 'Scorecard_Master', { required: true }),
    lookup('MeasureGroupId', 'Measure Group', 'Scorecard_Measure_Group'),
    string('Name', 'Name', { required: true, indexed: true }),
    richText('Description', 'Description'),
    picklist('MeasureType', 'Measure Type', 'MEASURE_TYPE', { required: true, defaultValue: 'Measure' }),
    picklist('ScoringMethod', 'Scoring Method', 'MEASURE_SCORING_METHOD', { defaultValue: 'Manual' }),
    number('Weight', 'Weight', { min: 0 }),
    integer('SortOrder', 'Sort Order'),
  ],
})

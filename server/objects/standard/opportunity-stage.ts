import { boolean, externalId, integer, percentage, richText, string } from '../fields.ts'
import { standardObject } from './standard-object.ts'

export const opportunityStage = standardObject({
  name: 'GS_Opportunity_Stage',
  label: 'GS Opportunity Stage',
  pluralLabel: 'GS Opportunity Stages',
  prefix: '1P10',
  fields: [
    string('Name', 'Name', { required: true, indexed: true }),
    string('ApiName', 'API Name'),
    richText('Description', 'Description'),
    boolean('IsActive', 'Is Active', { defaultValue: true }),
    boolean('IsClosed', 'Is Closed'),
    boolean('IsWon', 'Is Won'),
    percentage('DefaultProbability', 'Default Probability', { min: 0, max: 100 }),
    string('ForecastCategory', 'Forecast Category'),
    string('ForecastCategoryName', 'Forecast Category Name'),
    integer('SortOrder', 'Sort Order'),
    externalId('ExternalId', 'External Id'),
  ],
})

import {
  computed,
  currency,
  date,
  externalId,
  lookup,
  picklist,
  richText,
  salesforceId,
  score,
  string,
} from '../fields.ts'
import { standardObject } from './standard-object.ts'

/** A part of a customer with a life of its own: a product, a division, a contract. */
export const relationship = standardObject({
  name: 'Relationship',
  label: 'Relationship',
  pluralLabel: 'Relationships',
  prefix: '1P05',
  fields: [
    string('Name', 'Name', { required: true, indexed: true }),
    lookup('TypeId', 'Relationship Type', 'Relationship_Type', { required: true }),
    lookup('CompanyId', 'Company', 'Company', { required: true }),
    lookup('Csm', 'CSM', 'User'),
    picklist('Status', 'Status', 'RELATIONSHIP_STATUS'),
    picklist('Stage', 'Stage', 'COMPANY_STAGE'),
    date('OriginalContractDate', 'Original Contract Date'),
    date('RenewalDate', 'Renewal Date', { indexed: true }),
    currency('Arr', 'ARR'),
    currency('Mrr', 'MRR'),
    string('CurrencyIsoCode', 'Currency ISO Code', { length: 3, matching: 'exact' }),
    richText('Summary', 'Summary'),
    externalId('ExternalId', 'GSRelationship Id'),
    salesforceId('SfdcAccountId', 'Salesforce Account ID'),
    score('CurrentScore', 'Current Score', computed),
    score('PreviousScore', 'Previous Score', computed),
    picklist('Trend', 'Trend', 'SCORE_TREND', computed),
    lookup('ScorecardId', 'Scorecard Id', 'Scorecard_Master', computed),
  ],
})

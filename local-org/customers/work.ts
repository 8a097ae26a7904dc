import type { Business } from '../business/index.ts'
import { soleCompany } from './companies.ts'
import { knownEmail } from './people.ts'
import type { Row } from './row.ts'

export function* cases(business: Business): Generator<Row> {
  for (const record of business.cases.all()) {
    yield {
      ExternalId: record.CaseNumber,
      ExternalSystemId: record.Id,
      CaseSubject: record.Subject,
      CaseDescription: record.Description,
      CaseType: record.Type,
      CasePriority: record.Priority,
      CaseStatus: record.Status,
      CompanyId: soleCompany(business, record.AccountId),
      AssigneeId: record.OwnerId,
      RequesterId: knownEmail(business, record.ContactId),
      SourceOrgId: record.AccountId,
      SourceCreatedDate: record.CreatedDate,
      SourceModifiedDate: record.LastModifiedDate,
    }
  }
}

export function* stages(business: Business): Generator<Row> {
  for (const stage of business.stages.all()) {
    yield {
      Name: stage.MasterLabel,
      ApiName: stage.ApiName,
      Description: stage.Description,
      IsActive: stage.IsActive,
      IsClosed: stage.IsClosed,
      IsWon: stage.IsWon,
      DefaultProbability: stage.DefaultProbability,
      ForecastCategory: stage.ForecastCategory,
      ForecastCategoryName: stage.ForecastCategoryName,
      SortOrder: stage.SortOrder,
      ExternalId: stage.Id,
    }
  }
}

export function* opportunities(business: Business): Generator<Row> {
  const stageIds = new Map([...business.stages.all()].map((stage) => [stage.MasterLabel, stage.Id]))
  for (const record of business.opportunities.all()) {
    const { Amount, IsClosed, IsWon, Type, CloseDate } = record
    const outcome = IsClosed && !IsWon ? 0 : Amount
    yield {
      Name: record.Name,
      ExternalId: record.Id,
      CompanyId: soleCompany(business, record.AccountId),
      StageId: stageIds.get(record.StageName) ?? null,
      OwnerId: record.OwnerId,
      BookingType: Type,
      Description: record.Description,
      CloseDate,
      DueDate: Type === 'Renewal' ? CloseDate : null,
      Probability: record.Probability,
      ForecastCategory: record.ForecastCategoryName,
      Amount,
      TargetAmount: Amount,
      ForecastAmount: outcome,
      ExpectedForecast: (outcome * record.Probability) / 100,
      FinalAmount: IsClosed ? outcome : null,
      ChangeAmount: outcome - Amount,
      CurrencyIsoCode: record.CurrencyIsoCode,
      IsClosed,
      IsWon,
      Deleted: record.IsDeleted,
      SfdcAccountId: record.AccountId,
    }
  }
}

export function* currencies(business: Business): Generator<Row> {
  for (const { IsoCode, ConversionRate, IsCorporate, IsActive } of business.currencies.all()) {
    yield { CurrencyCode: IsoCode, ConversionRate, CorporateCurrency: IsCorporate, IsActive }
  }
}

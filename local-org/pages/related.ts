import { recordPath, type FieldType, type RelatedList } from '../../lightning-host/record-page.ts'
import type { Business, Case, Opportunity } from '../business/index.ts'

/** As many rows as a related list on a Lightning page shows before "View All". */
const MOST_ROWS = 6

const column = (label: string, fieldName: string, type: FieldType = 'text') => ({ label, fieldName, type })

export function contactList(business: Business, accountId: string): RelatedList {
  const rows = business.contacts.of(accountId)
  return {
    label: `Contacts (${rows.length})`,
    icon: 'standard:contact',
    columns: [
      column('Name', 'Name'),
      column('Title', 'Title'),
      column('Email', 'Email', 'email'),
      column('Phone', 'Phone', 'phone'),
    ],
    rows: rows
      .slice(0, MOST_ROWS)
      .map(({ Id, Name, Title, Email, Phone }) => ({ id: Id, Name, Title, Email, Phone })),
  }
}

export function opportunityList(opportunities: readonly Opportunity[]): RelatedList {
  const rows = opportunities.toSorted((a, b) => b.CloseDate.localeCompare(a.CloseDate))
  return {
    label: `Opportunities (${rows.length})`,
    icon: 'standard:opportunity',
    columns: [
      column('Name', 'Name', 'lookup'),
      column('Stage', 'StageName'),
      column('Amount', 'Amount', 'currency'),
      column('Close Date', 'CloseDate', 'date'),
    ],
    rows: rows.slice(0, MOST_ROWS).map(({ Id, Name, StageName, Amount, CurrencyIsoCode, CloseDate }) => ({
      id: Id,
      href: recordPath('Opportunity', Id),
      currency: CurrencyIsoCode,
      Name,
      StageName,
      Amount,
      CloseDate,
    })),
  }
}

export function caseList(cases: readonly Case[]): RelatedList {
  const rows = cases.toSorted(
    (a, b) => Number(a.IsClosed) - Number(b.IsClosed) || b.CreatedDate.localeCompare(a.CreatedDate),
  )
  return {
    label: `Cases (${rows.length})`,
    icon: 'standard:case',
    columns: [
      column('Case', 'CaseNumber', 'lookup'),
      column('Subject', 'Subject'),
      column('Priority', 'Priority'),
      column('Status', 'Status'),
      column('Opened', 'CreatedDate', 'datetime'),
    ],
    rows: rows.slice(0, MOST_ROWS).map(({ Id, CaseNumber, Subject, Priority, Status, CreatedDate }) => ({
      id: Id,
      href: recordPath('Case', Id),
      CaseNumber,
      Subject,
      Priority,
      Status,
      CreatedDate,
    })),
  }
}

export function teamList(business: Business, accountId: string): RelatedList {
  const rows = business.teamMembers.of(accountId)
  return {
    label: `Account Team (${rows.length})`,
    icon: 'standard:team_member',
    columns: [column('Team Member', 'Name'), column('Team Role', 'TeamMemberRole')],
    rows: rows.map(({ Id, UserId, TeamMemberRole }) => ({
      id: Id,
      Name: business.users.byId(UserId)?.Name,
      TeamMemberRole,
    })),
  }
}

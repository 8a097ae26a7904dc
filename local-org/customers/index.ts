// What a sync of this business leaves in the backend's standard objects, and what scoring adds to it.
import type { Business } from '../business/index.ts'
import { companies, companyTeams } from './companies.ts'
import { companyPersons, persons, users } from './people.ts'
import type { Row } from './row.ts'
import { cases, currencies, opportunities, stages } from './work.ts'

export type { Row } from './row.ts'

/** In an order in which every look-up's target comes first, or earlier in the same object. */
const OBJECTS = {
  Currency_Coefficient: currencies,
  User: users,
  Company: companies,
  Person: persons,
  Company_Person: companyPersons,
  Company_Team: companyTeams,
  Cases: cases,
  GS_Opportunity_Stage: stages,
  GS_Opportunity: opportunities,
} as const

export type CustomerObject = keyof typeof OBJECTS

interface Lookup {
  readonly object: CustomerObject
  /** The field of the target that holds the value given in the row. */
  readonly by: string
}

const user = { object: 'User', by: 'SfdcUserId' } as const
const company = { object: 'Company', by: 'SfdcAccountId' } as const
const person = { object: 'Person', by: 'Email' } as const

/** The fields that hold another row's key. Every value given is one that exactly one row has. */
export const CUSTOMER_LOOKUPS: Readonly<Record<CustomerObject, Readonly<Record<string, Lookup>>>> = {
  Currency_Coefficient: {},
  User: { Manager: user },
  Company: { Csm: user, ParentCompany: company },
  Person: {},
  Company_Person: {
    Person_ID: person,
    Company_ID: company,
    Manager: { object: 'Company_Person', by: 'ExternalContactId' },
  },
  Company_Team: { CompanyId: company, UserId: user },
  Cases: { CompanyId: company, AssigneeId: user, RequesterId: person },
  GS_Opportunity_Stage: {},
  GS_Opportunity: {
    CompanyId: company,
    OwnerId: user,
    StageId: { object: 'GS_Opportunity_Stage', by: 'ExternalId' },
  },
}

export interface CustomerChunk {
  object: CustomerObject
  rows: Row[]
}

/** All rows, object after object, so many at a time. Picklist values come as their names. */
export function* customerRows(business: Business, chunkSize = 1_000): Generator<CustomerChunk> {
  for (const object of Object.keys(OBJECTS) as CustomerObject[]) {
    let rows: Row[] = []
    for (const row of OBJECTS[object](business)) {
      if (rows.push(row) < chunkSize) continue
      yield { object, rows }
      rows = []
    }
    if (rows.length > 0) yield { object, rows }
  }
}

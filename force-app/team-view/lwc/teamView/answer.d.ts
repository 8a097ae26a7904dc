/** The backend's answer, key for key. What is not known is null, or missing once Apex has passed it on. */
export interface TeamViewAnswer {
  status:
    | 'ready'
    | 'not-mapped'
    | 'several-companies'
    | 'no-value'
    | 'unreadable-value'
    | 'no-account'
    | 'no-licence'
  record: { objectApiName: string; recordId: string; accountId?: string | null }
  company?: Company | null
  health?: Health | null
  renewal?: Renewal | null
  arr?: Arr | null
  csm?: Csm | null
  asOf?: string | null
  reason?: Reason | null
  candidates?: readonly Company[] | null
}

export interface Company {
  id: string
  name: string
}

export interface Health {
  score: number
  label: string
  level: string
  trend?: string | null
}

export interface Renewal {
  /** A calendar day, `2027-03-31`. */
  dueOn: string
}

export interface Arr {
  amount: number
  currencyCode: string
}

export interface Csm {
  name: string
  email?: string | null
}

export interface Reason {
  code: string
  message: string
  action: string
}

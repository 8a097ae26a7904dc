// The few words that say what kind of customer an account is.
export type Trajectory = 'healthy' | 'sliding' | 'recovering' | 'new' | 'lost'
/** Companies that carry the account: one, several, or none: a prospect, a partner, or a customer the sync has missed. */
export type Mapping = 'one' | 'several' | 'prospect' | 'partner' | 'missed'
/** What nobody has filled in yet. */
export type Gap = 'none' | 'no-score' | 'no-renewal' | 'no-arr' | 'no-csm' | 'bare'
export type Size = 'small' | 'mid' | 'large' | 'giant'
export type NameStyle = 'plain' | 'ampersand' | 'apostrophe' | 'quotes' | 'comma' | 'long'

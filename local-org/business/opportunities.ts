import { makeId } from '../salesforce-id.ts'
import { accountId, accountOwner } from './accounts.ts'
import { DAY, addYears, isoDay, stamp } from './dates.ts'
import { healthOf } from './health.ts'
import { deal, deck, randomFor } from './random.ts'
import { KEY_PREFIXES, type Opportunity } from './records.ts'
import { fromDollars, stageFacts, type StageName } from './reference-data.ts'
import { recordTypeId, type DealType } from './setup.ts'
import { pickMember } from './staff.ts'
import { isCustomer, type Standing, type Traits } from './traits.ts'
import { userId } from './users.ts'
import { daysAgo, type World } from './world.ts'

export const OPPORTUNITY_SLOTS = 16
/** The slots of a customer: how it began, the renewal ahead, up to four renewals behind, then expansions. */
const FIRST_DEAL = 0
export const CURRENT_RENEWAL = 1
const PAST_RENEWALS = 2
const EXPANSIONS = 6

const STAGES = deck<StageName>({
  Prospecting: 2,
  Qualification: 2,
  'Needs Analysis': 2,
  Proposal: 2,
  Negotiation: 2,
  'Closed Won': 3,
  'Closed Lost': 2,
  'Verbal Agreement': 1,
})

/** Which of an account's slots hold an opportunity. */
export function opportunitySlots(traits: Standing): readonly number[] {
  const { world, index, size } = traits
  const expansions = randomFor(world.seed, 'expansions', index).int(0, size === 'small' ? 1 : 4)
  const open = Array.from({ length: expansions }, (_, i) => EXPANSIONS + i)
  if (!isCustomer(traits)) return traits.mapping === 'prospect' ? [FIRST_DEAL] : []
  const past = Array.from({ length: Math.min(4, yearsRenewed(traits)) }, (_, i) => PAST_RENEWALS + i).filter(
    (slot) => pastRenewalDay(traits, slot) < world.today,
  )
  const renewal = healthOf(traits).renewalDate ? [CURRENT_RENEWAL] : []
  return [FIRST_DEAL, ...renewal, ...past, ...open]
}

function renewalDay({ world, renewalIn }: Standing): number {
  return world.today + renewalIn * DAY
}

function pastRenewalDay(traits: Standing, slot: number): number {
  return addYears(renewalDay(traits), -(slot - PAST_RENEWALS + 1))
}

/** How often it has renewed already: the years between the contract's start and the renewal ahead, less one. */
function yearsRenewed(traits: Standing): number {
  const years = new Date(renewalDay(traits)).getUTCFullYear() - new Date(traits.since).getUTCFullYear() - 1
  return Math.max(0, years)
}

interface Deal {
  label: string
  type: DealType
  stage: StageName
  close: number
  share: number
}

function dealIn(traits: Standing, slot: number): Deal {
  const { world, index } = traits
  if (slot === FIRST_DEAL) {
    return isCustomer(traits)
      ? { label: 'New business', type: 'New Business', stage: 'Closed Won', close: traits.since, share: 0.7 }
      : {
          ...openDeal(world, index * OPPORTUNITY_SLOTS),
          label: 'New business',
          type: 'New Business',
          share: 1,
        }
  }
  if (slot === CURRENT_RENEWAL) return currentRenewal(traits)
  if (slot < EXPANSIONS) {
    const close = pastRenewalDay(traits, slot)
    return { label: yearly('Renewal', close), type: 'Renewal', stage: 'Closed Won', close, share: 0.9 }
  }
  const expansion = openDeal(world, index * OPPORTUNITY_SLOTS + slot)
  return { ...expansion, label: yearly('Expansion', expansion.close), type: 'Expansion', share: 0.25 }
}

const yearly = (label: string, close: number) => `${label} ${isoDay(close).slice(0, 4)}`

function currentRenewal(traits: Standing): Deal {
  const { renewalIn, trajectory } = traits
  const close = renewalDay(traits)
  const stage: StageName =
    trajectory === 'lost'
      ? 'Closed Lost'
      : renewalIn < 30
        ? 'Negotiation'
        : renewalIn < 120
          ? 'Proposal'
          : renewalIn < 270
            ? 'Qualification'
            : 'Prospecting'
  return { label: yearly('Renewal', close), type: 'Renewal', stage, close, share: 1 }
}

/** A deal somewhere on its way: open ones close soon, or should have; closed ones lie behind. */
function openDeal(world: World, ordinal: number): Pick<Deal, 'stage' | 'close'> {
  const random = randomFor(world.seed, 'deal', ordinal)
  const stage = deal(world.seed, 'stage', ordinal, STAGES)
  const days = stageFacts(stage).IsClosed ? -random.int(2, 900) : random.int(-25, 240)
  return { stage, close: world.today + days * DAY }
}

export function opportunityOf(traits: Traits, slot: number): Opportunity {
  const { world, index, region } = traits
  const found = dealIn(traits, slot)
  const amount = fromDollars(healthOf(traits).dollars * found.share, region.currency)
  const name = `${shorten(traits.name.text)}: ${found.label}`
  const place = {
    world,
    ordinal: index * OPPORTUNITY_SLOTS + slot,
    owner: accountOwner(traits),
    currency: region.currency,
  }
  return { ...opportunityBody(place, { ...found, name, amount }), AccountId: accountId(index) }
}

export function opportunityModified(standing: Standing, slot: number): number {
  const { world, index } = standing
  return opening(world, index * OPPORTUNITY_SLOTS + slot, dealIn(standing, slot)).modified
}

/** Deals that were never filed under an account. */
export function looseOpportunityCount(world: World): number {
  return Math.max(2, Math.floor(world.accounts / 60))
}

export function looseOpportunity(world: World, number: number): Opportunity {
  const ordinal = world.accounts * OPPORTUNITY_SLOTS + number
  const random = randomFor(world.seed, 'loose-opportunity', number)
  const found = { ...openDeal(world, ordinal), type: 'New Business' as const }
  const place = { world, ordinal, owner: userId(pickMember(world, 'sales', random)), currency: 'USD' }
  return opportunityBody(place, {
    ...found,
    name: `Inbound enquiry ${number + 1}`,
    amount: random.int(5, 90) * 1_000,
  })
}

export function looseOpportunityModified(world: World, number: number): number {
  const ordinal = world.accounts * OPPORTUNITY_SLOTS + number
  return opening(world, ordinal, openDeal(world, ordinal)).modified
}

interface Place {
  world: World
  ordinal: number
  owner: string
  currency: string
}

type Terms = Pick<Deal, 'type' | 'stage' | 'close'> & { name: string; amount: number }

/** What is drawn first, up to when it was last touched. */
function opening(world: World, ordinal: number, terms: Pick<Deal, 'stage' | 'close'>) {
  const random = randomFor(world.seed, 'opportunity', ordinal)
  const facts = stageFacts(terms.stage)
  const touched = daysAgo(world, random.int(1, 45), random.int(0, 86_399))
  const modified = facts.IsClosed ? Math.min(terms.close + DAY / 2, touched) : touched
  return { random, facts, modified }
}

function opportunityBody(place: Place, terms: Terms): Opportunity {
  const { world, ordinal, owner } = place
  const { random, facts, modified } = opening(world, ordinal, terms)
  const created = Math.min(terms.close, modified) - random.int(15, 200) * DAY
  const last = stamp(modified)
  return {
    Id: makeId(KEY_PREFIXES.Opportunity, ordinal),
    IsDeleted: false,
    AccountId: null,
    RecordTypeId: recordTypeId(terms.type),
    Name: terms.name,
    Description: random.chance(0.3)
      ? 'Budget is confirmed; legal asks for a data-processing addendum.'
      : null,
    StageName: facts.StageName,
    Probability: facts.Probability,
    IsClosed: facts.IsClosed,
    IsWon: facts.IsWon,
    ForecastCategory: facts.ForecastCategory,
    ForecastCategoryName: facts.ForecastCategoryName,
    Amount: terms.amount,
    ExpectedRevenue: Math.round(terms.amount * facts.Probability) / 100,
    CloseDate: isoDay(terms.close),
    Type: terms.type,
    NextStep: facts.IsClosed
      ? null
      : random.pick(['Send proposal', 'Executive call', 'Security review', 'Agree on dates']),
    LeadSource: terms.type === 'Renewal' ? null : random.pick(['Web', 'Partner', 'Event', 'Referral']),
    OwnerId: owner,
    CurrencyIsoCode: place.currency,
    CreatedDate: stamp(created),
    CreatedById: owner,
    LastModifiedDate: last,
    LastModifiedById: owner,
    SystemModstamp: last,
  }
}

/** An opportunity's name holds 120 characters; whole code points, so that no character is cut in two. */
function shorten(name: string): string {
  if (name.length <= 90) return name
  const letters = [...name]
  return letters.length <= 90 ? name : `${letters.slice(0, 89).join('').trimEnd()}…`
}

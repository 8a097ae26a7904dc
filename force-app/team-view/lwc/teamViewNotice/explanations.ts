import noAccountText from '@salesforce/label/c.TeamView_NoAccountText'
import noAccountTitle from '@salesforce/label/c.TeamView_NoAccountTitle'
import noLicenceText from '@salesforce/label/c.TeamView_NoLicenceText'
import noLicenceTitle from '@salesforce/label/c.TeamView_NoLicenceTitle'
import noValueText from '@salesforce/label/c.TeamView_NoValueText'
import noValueTitle from '@salesforce/label/c.TeamView_NoValueTitle'
import notMappedText from '@salesforce/label/c.TeamView_NotMappedText'
import notMappedTitle from '@salesforce/label/c.TeamView_NotMappedTitle'
import otherTitle from '@salesforce/label/c.TeamView_OtherTitle'
import severalText from '@salesforce/label/c.TeamView_SeveralText'
import severalTitle from '@salesforce/label/c.TeamView_SeveralTitle'
import unreadableText from '@salesforce/label/c.TeamView_UnreadableValueText'
import unreadableTitle from '@salesforce/label/c.TeamView_UnreadableValueTitle'
import type { TeamViewAnswer } from '../teamView/answer'

export interface Explanation {
  icon: string
  title: string
  text: string
}

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  'not-mapped': { icon: 'utility:unlinked', title: notMappedTitle, text: notMappedText },
  'several-companies': { icon: 'utility:merge', title: severalTitle, text: severalText },
  'no-account': { icon: 'utility:record_lookup', title: noAccountTitle, text: noAccountText },
  'no-value': { icon: 'utility:edit_form', title: noValueTitle, text: noValueText },
  'unreadable-value': { icon: 'utility:hide', title: unreadableTitle, text: unreadableText },
  'no-licence': { icon: 'utility:lock', title: noLicenceTitle, text: noLicenceText },
}

/** A backend newer than this component may know other reasons: its own words are then better than none. */
export function explain(answer: TeamViewAnswer | undefined): Explanation {
  const { message = '', action = '' } = answer?.reason ?? {}
  const other = { icon: 'utility:info', title: otherTitle, text: `${message} ${action}`.trim() }
  return EXPLANATIONS[answer?.status ?? ''] ?? other
}

import { LABELS } from './labels.ts'

/** How Apex tells a component about a failure: words for the user, and nothing of what lies behind them. */
export class AuraHandledException extends Error {
  override readonly name = 'AuraHandledException'
  readonly exceptionType = 'System.AuraHandledException'
  /** Salesforce answers 500 for each of these, whatever the cause. */
  readonly status = 500
}

export function handled(label: keyof typeof LABELS, cause?: unknown): AuraHandledException {
  return new AuraHandledException(LABELS[label], { cause })
}

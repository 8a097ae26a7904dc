import { LightningElement, api } from 'lwc'
import { reduceErrors } from 'c/reduceErrors'
import retry from '@salesforce/label/c.Common_Retry'
import details from '@salesforce/label/c.Common_Details'
import unknownError from '@salesforce/label/c.Common_UnknownError'

/** What went wrong, in words, with a way to try once more. Fires `retry`. */
export default class ErrorPanel extends LightningElement {
  @api heading = ''
  /** Anything a wire, an Apex call or the browser reports. */
  @api errors: unknown

  readonly labels = { retry, details }

  get messages(): string[] {
    const { messages } = reduceErrors(this.errors)
    return messages.length > 0 ? messages : [unknownError]
  }

  get details(): string[] {
    return reduceErrors(this.errors).details
  }

  get hasDetails(): boolean {
    return this.details.length > 0
  }

  handleRetry(): void {
    this.dispatchEvent(new CustomEvent('retry'))
  }
}

import { LightningElement, api } from 'lwc'

/** What a page says when it has no record to show. */
export default class Message extends LightningElement {
  @api iconName: string
  @api heading: string
  @api text: string
}

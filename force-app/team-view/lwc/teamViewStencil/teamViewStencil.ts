import { LightningElement } from 'lwc'
import loading from '@salesforce/label/c.TeamView_Loading'

/** The shape of what is coming. It holds its place from the start and shows itself only when the wait is felt. */
export default class TeamViewStencil extends LightningElement {
  readonly labels = { loading }
}

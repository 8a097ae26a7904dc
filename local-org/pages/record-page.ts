import type { RecordPage } from '../../lightning-host/record-page.ts'
import type { Business, User } from '../business/index.ts'
import { examples } from './examples.ts'
import { recordBody } from './record-body.ts'
import { asViewer, viewerChoices } from './viewers.ts'

/** Everything the page of a record shows around the package's components, or undefined when there is no such record. */
export function recordPage(business: Business, id: string, viewer: User): RecordPage | undefined {
  const body = recordBody(business, id)
  return (
    body && {
      ...body,
      viewer: asViewer(viewer),
      viewers: viewerChoices(business),
      examples: examples(business),
    }
  )
}

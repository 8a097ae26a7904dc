import { join } from 'node:path'

/** The source of the Salesforce package, as it is deployed. */
export const PACKAGE = join(import.meta.dirname, '../../force-app')

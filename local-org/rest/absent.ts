/** What Salesforce has below `/services` or `/services/data/vXX.0`, and this org has not. */
const ABSENT: Readonly<Record<string, string>> = {
  actions: 'invocable actions',
  analytics: 'Reports and Dashboards API',
  apexrest: 'Apex REST',
  async: 'Bulk API 1.0 (Bulk API 2.0 is at /jobs)',
  chatter: 'Chatter API',
  connect: 'Connect API',
  graphql: 'GraphQL API',
  metadata: 'Metadata API',
  parameterizedsearch: 'search',
  process: 'approvals and process rules',
  search: 'search',
  tooling: 'Tooling API',
  wave: 'CRM Analytics API',
}
const FIRST_STEP = /^\/(?:services\/)?(?:data\/[^/]+\/)?([^/]+)/

/** Salesforce's words for a path that leads nowhere; of an API that only this org has not, which one it is. */
export function unknownPath(path: string): string {
  const step = FIRST_STEP.exec(path)?.[1]?.toLowerCase() ?? ''
  const name = Object.hasOwn(ABSENT, step) ? ABSENT[step] : undefined
  const words = 'The requested resource does not exist'
  return name === undefined ? words : `${words}: this org has no ${name}`
}

export interface CaseTopic {
  readonly type: 'Question' | 'Problem' | 'Feature Request'
  readonly reason: string
  readonly subject: string
  readonly description: string
}

// Quotes, commas, line breaks and other scripts are here on purpose: real descriptions carry them into every export.
export const CASE_TOPICS: readonly CaseTopic[] = [
  {
    type: 'Problem',
    reason: 'Performance',
    subject: 'Dashboard takes 40 seconds to open',
    description: 'Since Monday the "Revenue" dashboard opens in 40 seconds.\nIt was 3 before.',
  },
  {
    type: 'Problem',
    reason: 'Login',
    subject: 'SSO loop after certificate change',
    description:
      'Users are sent back to the login page, again and again.\n1. open the app\n2. sign in\n3. back at 1',
  },
  {
    type: 'Problem',
    reason: 'Data',
    subject: 'Export misses the last row',
    description: 'The CSV export of 10,001 rows has 10,000. "Last page, last row", says our analyst.',
  },
  {
    type: 'Problem',
    reason: 'Data',
    subject: 'Currency shown twice: € €',
    description: 'Amounts in EUR read "€ €1.200,00" in the German locale.',
  },
  {
    type: 'Problem',
    reason: 'Integration',
    subject: 'Webhook retries stop after one failure',
    description: 'Our endpoint answered 503 once, at 02:14; nothing has come since.',
  },
  {
    type: 'Problem',
    reason: 'Outage',
    subject: 'API answers 502 for all EU users',
    description: 'All calls to /v2/reports fail. Business is standing still; please call us.',
  },
  {
    type: 'Problem',
    reason: 'Display',
    subject: 'Right-to-left text is cut off',
    description: 'The title "تقرير المبيعات الشهري" loses its first word in the sidebar.',
  },
  {
    type: 'Problem',
    reason: 'Billing',
    subject: 'Invoice shows 120 seats, we have 95',
    description: 'Please correct the invoice; 25 users left in spring.',
  },
  {
    type: 'Question',
    reason: 'Permissions',
    subject: 'How do we give auditors read-only access?',
    description: 'They need reports & logs, nothing else.',
  },
  {
    type: 'Question',
    reason: 'Training',
    subject: 'Training dates for new administrators',
    description: 'Three colleagues start next month. Is there a course in Japanese (日本語)?',
  },
  {
    type: 'Question',
    reason: 'Data',
    subject: 'Where is our data stored?',
    description: 'Our security team asks for region, retention, and sub-processors.',
  },
  {
    type: 'Question',
    reason: 'Billing',
    subject: 'Can we pay in złoty?',
    description: 'Finance would like invoices in PLN from January.',
  },
  {
    type: 'Question',
    reason: 'Integration',
    subject: 'Rate limits for the bulk API',
    description: 'How many rows an hour may we load, and what happens above that?',
  },
  {
    type: 'Feature Request',
    reason: 'Display',
    subject: 'Dark mode for the wall screens',
    description: 'The operations room is dark; the dashboard is not.',
  },
  {
    type: 'Feature Request',
    reason: 'Integration',
    subject: 'Sync custom objects nightly',
    description: 'We keep contracts in a custom object and would like them beside the account.',
  },
  {
    type: 'Feature Request',
    reason: 'Permissions',
    subject: 'Approve changes before they go live',
    description: 'Four eyes, as our auditors call it.',
  },
]

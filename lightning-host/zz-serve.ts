import http from 'node:http'
import { readFileSync } from 'node:fs'
import { createLightningHost } from './index.ts'
const root = process.argv[2] ?? '/tmp/ph'
const watch = process.argv[3] === 'watch'
const A = '0015e00000TvA01AAF',
  C = '5005e00000TvC01AAF',
  O = '0065e00000TvO01AAF'
const viewers = [
  { id: '0055e00000TvU01AAF', name: 'Amara Diallo', note: 'sees everything, German locale' },
  { id: '0055e00000TvU02AAF', name: 'Jonas Lindqvist', note: 'no Team View licence' },
]
const examples = [
  { object: 'Account', recordId: A, name: 'Northwind Analytics', note: 'healthy, renews in spring' },
  {
    object: 'Account',
    recordId: '0015e00000TvA02AAF',
    name: '株式会社みらい 物流ホールディングス',
    note: 'at risk, falling',
  },
  { object: 'Case', recordId: C, name: '00001042', note: 'through the case’s account' },
  { object: 'Case', recordId: '5005e00000TvC02AAF', name: '00001043', note: 'no account on the case' },
  {
    object: 'Opportunity',
    recordId: O,
    name: 'Northwind Analytics – Renewal 2027',
    note: 'renewal in negotiation',
  },
]
let viewer = 0
function page(id: string) {
  const object = id.startsWith('001') ? 'Account' : id.startsWith('500') ? 'Case' : 'Opportunity'
  const name = examples.find((e) => e.recordId === id)?.name ?? 'x'
  const lookup = {
    label: 'Account Name',
    value: 'Northwind Analytics',
    type: 'lookup',
    href: `/lightning/r/Account/${A}/view`,
  }
  const highlights =
    object === 'Account'
      ? [
          { label: 'Type', value: 'Customer', type: 'text' },
          { label: 'Phone', value: '+49 30 5550 1234', type: 'phone' },
          { label: 'Website', value: 'https://northwind.example.com', type: 'url' },
          { label: 'Account Owner', value: 'Amara Diallo', type: 'text' },
          { label: 'Annual Revenue', value: 48200000, type: 'currency', currency: 'EUR' },
        ]
      : object === 'Case'
        ? [
            lookup,
            { label: 'Status', value: 'Working', type: 'text' },
            { label: 'Priority', value: 'High', type: 'text' },
            { label: 'Date/Time Opened', value: '2026-11-02T08:12:00.000Z', type: 'datetime' },
            { label: 'Case Owner', value: 'Jonas Lindqvist', type: 'text' },
          ]
        : [
            lookup,
            { label: 'Close Date', value: '2027-03-31', type: 'date' },
            { label: 'Amount', value: 128400.5, type: 'currency', currency: 'EUR' },
            { label: 'Stage', value: 'Negotiation/Review', type: 'text' },
            { label: 'Probability (%)', value: 75, type: 'percent' },
          ]
  const details = [
    ...highlights,
    { label: 'Industry', value: 'Technology', type: 'text' },
    { label: 'Employees', value: 1240, type: 'number' },
    { label: 'Contact Email', value: 'hello@northwind.example.com', type: 'email' },
    { label: 'Customer Since', value: '2021-05-17', type: 'date' },
    { label: 'Parent Account', value: null, type: 'lookup' },
    { label: 'Billing Address', value: 'Friedrichstraße 68, 10117 Berlin, Germany', type: 'text' },
    { label: 'Last Modified', value: '2026-11-20T09:30:00.000Z', type: 'datetime' },
  ].filter((f, i, a) => a.findIndex((x) => x.label === f.label) === i)
  return {
    object,
    recordId: id,
    name,
    ...(object === 'Case' ? { subtitle: 'Dashboard export times out for large workspaces' } : {}),
    highlights,
    details,
    related: [
      {
        label: 'Contacts',
        icon: 'standard:contact',
        columns: [
          { label: 'Name', fieldName: 'Name', type: 'text' },
          { label: 'Title', fieldName: 'Title', type: 'text' },
          { label: 'Email', fieldName: 'Email', type: 'email' },
          { label: 'Phone', fieldName: 'Phone', type: 'phone' },
        ],
        rows: [
          {
            Id: '1',
            Name: 'Mei Tanaka',
            Title: 'VP Operations',
            Email: 'mei.tanaka@example.com',
            Phone: '+81 3 5550 0101',
          },
          {
            Id: '2',
            Name: 'Lukas Weber',
            Title: 'Head of Data',
            Email: 'lukas.weber@example.com',
            Phone: '+49 30 5550 1111',
          },
        ],
      },
      {
        label: 'Opportunities',
        icon: 'standard:opportunity',
        columns: [
          { label: 'Name', fieldName: 'Name', type: 'text' },
          { label: 'Stage', fieldName: 'StageName', type: 'text' },
          { label: 'Amount', fieldName: 'Amount', type: 'currency' },
          { label: 'Close Date', fieldName: 'CloseDate', type: 'date' },
        ],
        rows: [{ Name: 'Renewal 2027', StageName: 'Negotiation', Amount: 128400.5, CloseDate: '2027-03-31' }],
      },
      {
        label: 'Open Cases',
        icon: 'standard:case',
        columns: [{ label: 'Subject', fieldName: 's', type: 'text' }],
        rows: [],
      },
    ],
    viewer: { ...viewers[viewer], locale: viewer ? 'en_GB' : 'de_DE', timeZone: 'Europe/Berlin' },
    viewers,
    examples,
  }
}
const t0 = Date.now()
const host = await createLightningHost({
  root,
  watch,
  cacheDir: process.env.CACHE,
  log: (m) => console.log('[host]', m),
})
const answers = (id: string) =>
  process.env.ANSWER ??
  (id.startsWith('0015e00000TvA02') ? 'ready-sparse' : id === '5005e00000TvC02AAF' ? 'no-account' : 'ready')
const json = (res: http.ServerResponse, s: number, b: unknown) => {
  res.writeHead(s, { 'content-type': 'application/json' })
  res.end(JSON.stringify(b))
}
const server = http.createServer((req, res) => {
  if (host.handle(req, res)) return
  const u = new URL(req.url!, 'http://x')
  let body = ''
  req.on('data', (d) => (body += d))
  req.on('end', () => {
    if (u.pathname === '/preview/page') {
      const id = u.searchParams.get('recordId')!
      return /^(001|500|006)\w{15}$/.test(id) && examples.some((e) => e.recordId === id)
        ? json(res, 200, page(id))
        : json(res, 404, { message: 'no' })
    }
    if (u.pathname === '/preview/examples') return json(res, 200, examples)
    if (u.pathname === '/preview/viewer') {
      viewer = viewers.findIndex((v) => v.id === JSON.parse(body).userId)
      return json(res, 200, {})
    }
    if (u.pathname.startsWith('/ui-api/records/')) {
      const id = u.pathname.split('/')[3]!
      const p = page(id)
      return json(res, 200, {
        id,
        apiName: p.object,
        fields: { Name: { value: p.name, displayValue: null }, AccountId: { value: A } },
      })
    }
    if (u.pathname.startsWith('/apex/')) {
      const p = JSON.parse(body).params
      console.log('[apex]', u.pathname, body)
      return json(res, 200, {
        returnValue: JSON.parse(readFileSync(`/work/main/test/contract/${answers(p.recordId)}.json`, 'utf8')),
      })
    }
    json(res, 404, { message: 'nope ' + u.pathname })
  })
})
server.listen(Number(process.env.PORT ?? 4555), '127.0.0.1', () =>
  console.log(
    'READY',
    JSON.stringify(host.ready),
    Date.now() - t0,
    'ms',
    process.memoryUsage().rss >> 20,
    'MB',
  ),
)
process.on('SIGTERM', async () => {
  await host.close()
  server.close()
  server.closeAllConnections()
})

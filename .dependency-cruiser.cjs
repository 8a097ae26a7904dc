/** The arrows of docs/ARCHITECTURE.md: imports go one way, and never in a circle. */
const feature =
  '^server/(audit|companies|connections|console|docs|health|objects|operations|salesforce|sync|team-view|tenants)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'production-code-stands-alone',
      comment: 'The server runs without tests, demo, local org and development packages.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(test|scripts|bench|local-org|lightning-host|force-app)/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^server/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'http-and-lib-know-no-feature',
      severity: 'error',
      from: { path: '^server/(http|lib)/' },
      to: { path: feature },
    },
    {
      name: 'lib-stands-below-all',
      severity: 'error',
      from: { path: '^server/lib/' },
      to: { path: '^server/(?!lib/)' },
    },
    {
      name: 'the-store-knows-no-feature',
      severity: 'error',
      from: { path: '^server/store/' },
      to: { path: '^server/(?!store/|lib/)' },
    },
    {
      name: 'the-queue-knows-no-feature',
      comment: 'What its tasks do, tasks.ts hands to it.',
      severity: 'error',
      from: { path: '^server/queue/' },
      to: { path: '^server/(?!queue/|store/|lib/)' },
    },
    {
      name: 'salesforce-stands-alone',
      comment: 'What speaks to Salesforce knows neither our data nor who asks.',
      severity: 'error',
      from: { path: '^server/salesforce/' },
      to: { path: '^server/(?!salesforce/|lib/)' },
    },
    {
      name: 'features-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^server/([^/]+)/' },
      to: { path: feature, pathNot: ['^server/$1/', '/index\\.ts$'] },
    },
    {
      name: 'only-team-view-reads-across-features',
      comment: 'Between features: team-view → companies, health, tenants; everything → objects.',
      severity: 'error',
      from: { path: '^server/(audit|companies|docs|health|objects|operations|sync|tenants)/' },
      to: { path: feature, pathNot: ['^server/$1/', '^server/objects/'] },
    },
    {
      name: 'connections-build-on-salesforce-and-audit',
      comment: 'What connections need of other features, app.ts hands to them as ports.',
      severity: 'error',
      from: { path: '^server/connections/' },
      to: { path: feature, pathNot: '^server/(audit|companies|connections|objects|salesforce)/' },
    },
    {
      name: 'the-console-door-builds-on-tenants-audit-and-salesforce',
      comment:
        'And on the pages of docs, for those it has itself. Which orgs it may ask, connections say through a port.',
      severity: 'error',
      from: { path: '^server/console/' },
      to: { path: feature, pathNot: '^server/(audit|console|docs|objects|salesforce|tenants)/' },
    },
    {
      name: 'routes-below-app-below-main',
      severity: 'error',
      from: { path: '^server/[^/]+/' },
      to: { path: '^server/(main|server|worker|app|routes|services|tasks|config|command)\\.ts$' },
    },
    {
      name: 'the-local-org-believes-nothing-of-the-server',
      comment: 'It stands in for Salesforce, so it may not share code with what talks to it.',
      severity: 'error',
      from: { path: '^local-org/' },
      to: { path: '^(server|force-app|test|scripts)/' },
    },
    {
      name: 'the-host-knows-neither-server-nor-org',
      severity: 'error',
      from: { path: '^lightning-host/' },
      to: { path: '^(server|local-org|test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/|^lightning-host/browser/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
}

import { createBusiness, createOrgKey, orgIdFor, signWidgetToken } from '../../local-org/index.ts'
import { loadSample } from '../../scripts/demo/sample.ts'
import { migrate, openStore } from '../../server/store/index.ts'

/** What the loading process needs to make real requests. */
export interface Prepared {
  accountIds: string[]
  tokens: string[]
}

const TOKENS = 50

/** Fills a data folder with the sample business, signs the tokens, and ends. */
const [dataDir = '', accounts = '', audience = ''] = process.argv.slice(2)
const now = new Date()
const business = createBusiness({
  seed: 1,
  accounts: Number(accounts),
  today: now.toISOString().slice(0, 10),
})
const key = await createOrgKey()
const store = await openStore({ dataDir, log: () => undefined })
await migrate(store.db)
await loadSample(store.db, { business, key, note: () => undefined })
await store.close()

const licensed = [...business.users.all()].filter(
  (user) => user.IsActive && business.licence(user.Id) !== null,
)
const tokens = Array.from({ length: TOKENS }, (_, i) =>
  signWidgetToken({
    orgId: orgIdFor(business.seed),
    userId: licensed[i % licensed.length]?.Id ?? '',
    audience,
    privateKey: key.privateKey,
    keyId: key.keyId,
    now: now.getTime(),
    validForSeconds: 600,
  }),
)
const accountIds = [...business.accounts.all()]
  .filter((account) => business.health(account.Id)?.mapping === 'one')
  .map((account) => account.Id)
process.send?.({ accountIds, tokens } satisfies Prepared)

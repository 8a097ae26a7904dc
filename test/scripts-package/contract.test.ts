import { findsPlanted, swap, type Case } from './planted.ts'
import { contract } from '../../scripts/package/contract.ts'

const CLASSES = 'force-app/team-view/classes'

const CONTRACT: Case[] = [
  [
    'an answer without a key',
    contract,
    `${CLASSES}/TeamViewAnswer.cls`,
    swap('public String dueOn', 'public String dueAt'),
    /TeamViewAnswer\.cls:1 the answer lacks renewal\.dueOn/,
  ],
  [
    'a key nobody agreed to',
    contract,
    'test/contract/ready.json',
    swap('"label"', '"title"'),
    /answer\.d\.ts:1 the answer lacks health\.title/,
  ],
  [
    'another path',
    contract,
    `${CLASSES}/TeamViewClient.cls`,
    swap('/widget/v1/', '/widget/v2/'),
    /the path lacks \/widget\/v1\/team-view/,
  ],
  [
    'another query',
    contract,
    `${CLASSES}/TeamViewClient.cls`,
    swap("'&accountId='", "'&account='"),
    /the query lacks accountId/,
  ],
  [
    'a query that only one of the requests has',
    contract,
    'test/contract/request-with-field.json',
    swap('"accountField"', '"field"'),
    /the query lacks field/,
  ],
  [
    'a missing header',
    contract,
    `${CLASSES}/TeamViewClient.cls`,
    swap("'Accept'", "'X-Accept'"),
    /the headers lacks Accept/,
  ],
  [
    'another claim',
    contract,
    `${CLASSES}/TeamViewToken.cls`,
    swap("'jti'", "'nonce'"),
    /the token lacks jti/,
  ],
  [
    "a fixture Apex's tests do not know",
    contract,
    'test/contract/no-account.json',
    swap('NO_ACCOUNT', 'NOTHING'),
    /no-account is not what test\/contract\/no-account\.json says/,
  ],
]

findsPlanted('the contract', CONTRACT)

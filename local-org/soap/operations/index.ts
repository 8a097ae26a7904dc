import type { Operation } from '../parts.ts'
import { login } from './login.ts'
import { merge } from './merge.ts'
import { undelete } from './undelete.ts'
import { userInfo } from './user-info.ts'

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  login: { needsSession: false, run: login },
  logout: {
    needsSession: true,
    run({ parts, sessionId }) {
      parts.identity.logout(sessionId)
      return undefined
    },
  },
  getUserInfo: {
    needsSession: true,
    run: ({ parts, session }) => userInfo(parts, session.userId, parts.orgId),
  },
  getServerTimestamp: {
    needsSession: true,
    run: ({ parts }) => ({ timestamp: new Date(parts.now()).toISOString() }),
  },
  undelete: { needsSession: true, run: undelete },
  merge: { needsSession: true, run: merge },
}

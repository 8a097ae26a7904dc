/** What became of a call to the Pub/Sub API. */
export interface Activity {
  readonly rpcId: string
  readonly method: 'GetTopic' | 'GetSchema' | 'Subscribe'
  readonly at: number
  /** The topic, or the id of the schema, once the client has said it. */
  subject: string
  userId: string | undefined
  /** How many events were asked for, and how many sent. */
  requested: number
  delivered: number
  endedAt: number | undefined
  errorCode: string | undefined
}

export interface Activities {
  readonly list: readonly Activity[]
  start(rpcId: string, method: Activity['method'], subject?: string): Activity
}

const REMEMBERED = 1_000

export function createActivities(now: () => number): Activities {
  const list: Activity[] = []
  return {
    list,
    start(rpcId, method, subject = '') {
      const activity: Activity = {
        ...{ rpcId, method, subject, at: now() },
        ...{ requested: 0, delivered: 0, userId: undefined, endedAt: undefined, errorCode: undefined },
      }
      list.push(activity)
      if (list.length > REMEMBERED) list.shift()
      return activity
    },
  }
}

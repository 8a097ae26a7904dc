type Handler = () => Promise<unknown>

const REFRESH = 'lightning__refresh'
const handlers = new Map<number, Handler>()
const pageHandlers: Handler[] = []
let lastId = 0

/** Dispatched by a component that changed data the rest of the page shows. */
export class RefreshEvent extends CustomEvent<undefined> {
  constructor() {
    super(REFRESH, { bubbles: true, composed: true })
  }
}

export function registerRefreshHandler(context: object, handler: Handler): number {
  handlers.set(++lastId, () => handler.call(context))
  return lastId
}

export function unregisterRefreshHandler(id: number): void {
  handlers.delete(id)
}

/** What the page itself refreshes, after the components that asked to be told. */
export function onPageRefresh(handler: Handler): void {
  pageHandlers.push(handler)
}

window.addEventListener(REFRESH, async () => {
  await Promise.allSettled([...handlers.values()].map((handler) => handler()))
  await Promise.allSettled(pageHandlers.map((handler) => handler()))
})

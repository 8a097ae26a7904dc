const handlers = new Map()
let lastId = 0

export class RefreshEvent extends CustomEvent {
  constructor() {
    super('lightning__refresh', { bubbles: true, composed: true, cancelable: true })
  }
}

export const registerRefreshHandler = jest.fn((component, handler) => {
  handlers.set(++lastId, handler.bind(component))
  return lastId
})

export const unregisterRefreshHandler = jest.fn((id) => {
  handlers.delete(id)
})

/** Not part of the platform: what it does when a record page is refreshed. */
export const refreshPage = () => Promise.all([...handlers.values()].map((handler) => handler()))

import { unwrap } from 'lwc'
import { fetchJson } from './fetch-json.ts'
import { defineWireAdapter, refreshProvision } from './wire-adapter.ts'

type Params = Record<string, unknown>

/** What `import x from '@salesforce/apex/Class.method'` gives: callable, and an adapter for `@wire`. */
export function apexMethod(name: string) {
  const call = async (params: Params = {}) => {
    const answer = await fetchJson(`/apex/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ params }),
    })
    return (answer as { returnValue: unknown }).returnValue
  }
  return Object.assign((params?: Params) => call(params), { adapter: defineWireAdapter(call).Adapter })
}

/** Asks again for what a wire gave a component, which LWC may have wrapped to watch it. */
export function refreshApex(provisioned: object): Promise<void> {
  return refreshProvision(unwrap(provisioned) as object)
}

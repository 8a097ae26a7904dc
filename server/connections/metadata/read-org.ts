import { SalesforceError, type ObjectDescribe, type SalesforceClient } from '../../salesforce/index.ts'
import type { Told } from './difference.ts'

/** Describes are slow and large: a few at a time. */
const AT_ONCE = 4

/** Nothing when the object is gone since the list was read, or the user may not see it. */
export async function describeIfThere(
  client: SalesforceClient,
  object: string,
): Promise<ObjectDescribe | undefined> {
  try {
    return await client.describe(object)
  } catch (error) {
    if (error instanceof SalesforceError && error.status === 404) return undefined
    throw error
  }
}

/** The objects of an org, with the fields of those that matter. `onProgress` says whether to go on. */
export async function readOrg(
  client: SalesforceClient,
  {
    matter,
    onProgress,
  }: {
    matter(objects: Told['objects']): readonly string[]
    onProgress(progress: { done: number; total: number }): Promise<boolean>
  },
): Promise<Told | undefined> {
  const listed = await client.describeGlobal()
  const names = matter(listed)
  const describes: ObjectDescribe[] = []
  const gone = new Set<string>()
  for (let done = 0; ; done += AT_ONCE) {
    const progress = { done: Math.min(done, names.length), total: names.length }
    if (!(await onProgress(progress))) return undefined
    if (done >= names.length) break
    const some = names.slice(done, done + AT_ONCE)
    const told = await Promise.all(some.map((name) => describeIfThere(client, name)))
    told.forEach((describe, i) => (describe ? describes.push(describe) : gone.add(some[i] ?? '')))
  }
  return { objects: listed.filter(({ name }) => !gone.has(name)), describes }
}

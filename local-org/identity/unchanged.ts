/** What was made, until its stamp is another one. */
export function whileUnchanged<T>(stamp: () => string, make: () => T): () => T {
  let made: { stamp: string; value: T } | undefined
  return () => {
    const now = stamp()
    if (made?.stamp !== now) made = { stamp: now, value: make() }
    return made.value
  }
}

/**
 * JSON.parse keeps the last of two equal keys, another reader the first: a document that says two things is refused.
 * Returns undefined for anything but one JSON object in valid UTF-8 with distinct keys and no prototype tricks.
 */
export function parseUniqueJsonObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    if (Object.hasOwn(value, '__proto__') || hasRepeatedKey(text)) return undefined
    return value as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** Walks text that is known to be JSON: a string before a colon is a key of the innermost open object. */
function hasRepeatedKey(text: string): boolean {
  const open: Set<string>[] = []
  let last = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}:]/g)) {
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    else if (token === ':') {
      const keys = open.at(-1)
      const key = JSON.parse(last) as string
      if (keys?.has(key)) return true
      keys?.add(key)
    } else last = token
  }
  return false
}

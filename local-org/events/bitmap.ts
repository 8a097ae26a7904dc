import type { Layout } from './layout.ts'

/**
 * The fields behind some leaves, as change events name them: first a bitmap of the plain fields by their places in the
 * schema, then for each compound field its place and a bitmap of its parts: `['0x400800', '4-0x02']`.
 */
export function fieldBitmaps(layout: Layout, leaves: Iterable<number>): string[] {
  const plain: number[] = []
  const compounds = new Map<number, number[]>()
  for (const at of leaves) {
    const leaf = layout.leaves[at]
    if (!leaf) continue
    if (leaf.part === undefined) plain.push(leaf.position)
    else compounds.set(leaf.position, [...(compounds.get(leaf.position) ?? []), leaf.part])
  }
  if (plain.length === 0 && compounds.size === 0) return []
  const nested = [...compounds].map(([position, parts]) => `${position}-${bitmap(parts)}`)
  return [bitmap(plain), ...nested]
}

/** Whole bytes in hexadecimal, the highest first. */
function bitmap(places: readonly number[]): string {
  const bytes = Buffer.alloc(Math.max(0, ...places.map((place) => Math.floor(place / 8))) + 1)
  for (const place of places) {
    const at = bytes.length - 1 - Math.floor(place / 8)
    bytes[at] = (bytes[at] ?? 0) | (1 << (place % 8))
  }
  return `0x${bytes.toString('hex').toUpperCase()}`
}

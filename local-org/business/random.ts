// Every record draws from a generator of its own, keyed by (seed, purpose, index). So record i never depends on the
// records before it: a stream and a look-up by id give the same record, and a million need no memory.

export interface Random {
  /** The next number in [0, 1). */
  next(): number
  /** A whole number in [min, max]. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  return h ^ (h >>> 13)
}

function keyOf(seed: number, purpose: string, index: number): number {
  let hash = mix(0x6a09e667, seed | 0)
  hash = mix(hash, Math.floor(seed / 0x100000000))
  for (let i = 0; i < purpose.length; i++) hash = mix(hash, purpose.charCodeAt(i))
  return mix(mix(hash, index | 0), Math.floor(index / 0x100000000))
}

/** A small fast counter generator (sfc32): 128 bits of state, good enough for data that must only look alive. */
export function randomFor(seed: number, purpose: string, index: number): Random {
  let a = keyOf(seed, purpose, index)
  let b = mix(a, 1)
  let c = mix(b, 2)
  let counter = 1
  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 0x100000000
  }
  for (let i = 0; i < 6; i++) next()
  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => at(list, Math.floor(next() * list.length)),
  }
}

/** The item at `index`, counted round and round. */
export function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T
}

/** A deck: each card as often as its count says. 64 cards or another power of two. */
export function deck<T extends string>(counts: Readonly<Record<T, number>>): readonly T[] {
  const cards = (Object.keys(counts) as T[]).flatMap((card) => Array<T>(counts[card]).fill(card))
  if ((cards.length & (cards.length - 1)) !== 0)
    throw new Error(`a deck of ${cards.length} cards cannot be dealt`)
  return cards
}

/** Deals record `index` its card. Every run of one deck's length gets every card, so small orgs show everything too. */
export function deal<T>(seed: number, purpose: string, index: number, cards: readonly T[]): T {
  const mask = cards.length - 1
  const key = keyOf(seed, purpose, Math.floor(index / cards.length))
  let place = index & mask
  // Odd factors, offsets and shifted xors are each a bijection on a power of two: a shuffle without a shuffled list.
  for (let round = 1; round <= 2; round++) {
    const noise = mix(key, round)
    place = (Math.imul(place, noise | 1) + (noise >>> 16)) & mask
    place ^= place >> 3
  }
  return cards[place] as T
}

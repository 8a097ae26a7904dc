import { pathMatcher } from './pattern.ts'
import type { FaultKind, FaultKinds, Faults, FaultSpec } from './types.ts'

/** A fault that was armed, and what became of it. */
export interface Armed {
  readonly id: string
  readonly spec: FaultSpec
  readonly struck: number
  /** How often it will strike yet; null is for ever. */
  readonly left: number | null
}

export interface Subject {
  readonly path: string
  readonly method?: string
}

export type SpecOf<K extends FaultKind> = Extract<FaultSpec, { kind: K }>

export interface ScriptedFaults extends Faults {
  /** From now on; says the id to disarm it by. */
  arm(spec: FaultSpec): string
  /** All of them when no id is given. */
  disarm(id?: string): void
  /** In the order of arming, those that are spent included. */
  list(): readonly Armed[]
  /** The first that strikes of several kinds, used up by asking. */
  takeFirst<K extends FaultKind>(kinds: readonly K[], subject?: Subject): SpecOf<K> | undefined
}

interface Live {
  readonly id: string
  readonly spec: FaultSpec
  readonly concerns: (subject: Subject | undefined) => boolean
  passing: number
  struck: number
  left: number
}

/**
 * Faults strike in the order of arming. A request is shown to one after the other until one strikes, so each counts only
 * those that the earlier ones left alone.
 */
export function createFaults(): ScriptedFaults {
  const armed = new Map<string, Live>()
  let lastId = 0

  function takeFirst<K extends FaultKind>(kinds: readonly K[], subject?: Subject): SpecOf<K> | undefined {
    const wanted: readonly FaultKind[] = kinds
    for (const fault of armed.values()) {
      if (wanted.includes(fault.spec.kind) && strikes(fault, subject)) return fault.spec as SpecOf<K>
    }
    return undefined
  }

  return {
    takeFirst,
    // A fault of a kind carries what that kind needs to know.
    take: <K extends FaultKind>(kind: K, subject?: Subject) =>
      takeFirst([kind], subject) as FaultKinds[K] | undefined,
    arm(spec) {
      const id = `fault-${++lastId}`
      const left = spec.times === null ? Infinity : (spec.times ?? 1)
      armed.set(id, { id, spec, concerns: concern(spec), passing: spec.after ?? 0, struck: 0, left })
      return id
    },
    disarm(id) {
      if (id === undefined) armed.clear()
      else armed.delete(id)
    },
    list: () =>
      [...armed.values()].map(({ id, spec, struck, left }) => {
        return { id, spec, struck, left: left === Infinity ? null : left }
      }),
  }
}

function strikes(fault: Live, subject: Subject | undefined): boolean {
  if (fault.left === 0 || !fault.concerns(subject)) return false
  if (fault.passing > 0) {
    fault.passing--
    return false
  }
  fault.left--
  fault.struck++
  return true
}

/** A fault for a path or a method has nothing to do with what has none. */
function concern({ path, method }: FaultSpec): Live['concerns'] {
  const matches = path === undefined ? undefined : pathMatcher(path)
  return (subject) => {
    if (matches && !(subject && matches(subject.path))) return false
    return method === undefined || subject?.method?.toUpperCase() === method.toUpperCase()
  }
}

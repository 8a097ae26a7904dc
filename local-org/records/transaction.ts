import type { Tables } from './tables.ts'
import type { Change, ChangeType, SObject } from './types.ts'

/** Changes that are seen at once and can still be taken back. */
export interface Transaction {
  put(object: string, record: SObject): void
  erase(object: string, id: string): void
  /** Something beside the records that has to be undone with them. */
  onRollback(undo: () => void): void
  /** A place to roll back to. */
  mark(): number
  rollback(mark?: number): void
  objects(): ReadonlySet<string>
  /** One for each record that is not what it was. */
  changes(): Change[]
}

interface Step {
  readonly undo: () => void
  readonly object?: string
  readonly id?: string
  readonly before?: SObject | undefined
}

export function createTransaction(tables: Tables): Transaction {
  const steps: Step[] = []
  const set = (object: string, id: string, record: SObject | null) => {
    const before = tables.read(object, id)
    steps.push({ object, id, before, undo: tables.set(object, id, record) })
  }
  return {
    put: (object, record) => set(object, record.Id, record),
    erase: (object, id) => set(object, id, null),
    onRollback: (undo) => void steps.push({ undo }),
    mark: () => steps.length,
    rollback(mark = 0) {
      for (const { undo } of steps.splice(mark).reverse()) undo()
    },
    objects: () => new Set(steps.flatMap(({ object }) => object ?? [])),
    changes() {
      const first = new Map<string, Step>()
      for (const step of steps) if (step.id !== undefined && !first.has(step.id)) first.set(step.id, step)
      return [...first.values()].flatMap(({ object = '', id = '', before }) => {
        const after = tables.read(object, id)
        const type = typeOf(before, after)
        return type ? { type, object, id, before, after } : []
      })
    },
  }
}

function typeOf(before: SObject | undefined, after: SObject | undefined): ChangeType | undefined {
  const wasThere = before !== undefined && before['IsDeleted'] !== true
  const isThere = after !== undefined && after['IsDeleted'] !== true
  if (!before) return isThere ? 'CREATE' : undefined
  if (wasThere) return isThere ? 'UPDATE' : 'DELETE'
  return isThere ? 'UNDELETE' : undefined
}

/** Many ids in little memory. */
export interface IdList {
  readonly length: number
  push(id: string): void
  at(index: number): string
  /** The same ids in another order, or fewer of them. */
  pick(indexes: Iterable<number>): IdList
}

const ID_LENGTH = 18
const FIRST_IDS = 64

export function createIdList(): IdList {
  let bytes = Buffer.alloc(FIRST_IDS * ID_LENGTH)
  let length = 0
  const list: IdList = {
    get length() {
      return length
    },
    push(id) {
      const at = length * ID_LENGTH
      if (at + ID_LENGTH > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2)
      bytes.write(id, at, ID_LENGTH, 'latin1')
      length++
    },
    at: (index) => bytes.toString('latin1', index * ID_LENGTH, (index + 1) * ID_LENGTH),
    pick(indexes) {
      const picked = createIdList()
      for (const index of indexes) picked.push(list.at(index))
      return picked
    },
  }
  return list
}

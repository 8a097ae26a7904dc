import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A folder of one's own below another, made when the first file is. */
export interface Folder {
  file(name: string): Promise<string>
  remove(): Promise<void>
}

export function createFolder(parent: string): Folder {
  let made: Promise<string> | undefined
  const make = async () => {
    await mkdir(parent, { recursive: true })
    return mkdtemp(join(parent, 'bulk-'))
  }
  return {
    file: async (name) => join(await (made ??= make()), name),
    async remove() {
      if (made) await rm(await made, { recursive: true, force: true })
    },
  }
}

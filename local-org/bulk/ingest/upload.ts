import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refused } from '../problems.ts'

export const LARGEST_UPLOAD = 150 * 1024 * 1024

/** Puts a body into a file as it comes in. */
export async function saveUpload(body: Readable, path: string, largest = LARGEST_UPLOAD): Promise<void> {
  let size = 0
  // What is too much is read all the same, so that the client is there to hear the answer.
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(null, size <= largest ? chunk : undefined)
    },
  })
  try {
    await pipeline(body, limited, createWriteStream(path, { flags: 'wx' }))
  } catch (problem) {
    await rm(path, { force: true })
    throw problem
  }
  if (size <= largest) return
  await rm(path, { force: true })
  throw refused('CLIENTINPUTERROR', 'Failed to read request. Exceeded max size limit of 150 MB', 413)
}

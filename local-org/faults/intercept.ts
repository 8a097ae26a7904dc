import type { ServerResponse } from 'node:http'

type Done = (problem?: Error | null) => void

/** Where the body of an answer goes. */
export interface Sink {
  /** False asks the writer to wait for `drain`. */
  write(bytes: Buffer, done?: Done): boolean
  end(bytes: Buffer | undefined, done?: Done): void
}

/** Puts something between whoever writes an answer and the connection. The writer need not know. */
export function intercept(res: ServerResponse, between: (inner: Sink) => Sink): void {
  const write = res.write.bind(res)
  const end = res.end.bind(res)
  const sink = between({
    write: (bytes, done) => (done ? write(bytes, done) : write(bytes)),
    end(bytes, done) {
      if (bytes) end(bytes, done)
      else end(done)
    },
  })
  res.write = ((...given: unknown[]) => {
    const { bytes, done } = argumentsOf(given)
    return sink.write(bytes ?? Buffer.alloc(0), done)
  }) as ServerResponse['write']
  res.end = ((...given: unknown[]) => {
    const { bytes, done } = argumentsOf(given)
    sink.end(bytes, done)
    return res
  }) as ServerResponse['end']
}

/** Of `write(chunk?, encoding?, done?)`, of which any may be left out. */
function argumentsOf(given: readonly unknown[]): { bytes: Buffer | undefined; done: Done | undefined } {
  const done = given.find((each): each is Done => typeof each === 'function')
  const [chunk, encoding] = given
  if (chunk instanceof Uint8Array)
    return { bytes: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), done }
  if (typeof chunk !== 'string') return { bytes: undefined, done }
  return {
    bytes: Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'),
    done,
  }
}

/** The content-length that an answer announces, whichever way it was set. */
export function announcedLength(res: ServerResponse): () => number | undefined {
  const writeHead = res.writeHead.bind(res) as (...given: unknown[]) => ServerResponse
  let length: string | undefined
  res.writeHead = (...given: unknown[]) => {
    length = lengthAmong(given.at(-1))
    return writeHead(...given)
  }
  return () => {
    const announced = length ?? res.getHeader('content-length')
    return announced === undefined ? undefined : Number(announced)
  }
}

/** Headers are an object, or a list in which names and values take turns. */
function lengthAmong(headers: unknown): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  const pairs = Array.isArray(headers)
    ? headers.map((name: unknown, index) => [String(name), headers[index + 1] as unknown] as const)
    : Object.entries(headers)
  const found = pairs.find(([name]) => name.toLowerCase() === 'content-length')
  return found && String(found[1])
}

import type { IncomingBody } from './body.ts'
import { SalesforceError } from './errors.ts'

const LF = 0x0a
/** More than the names of all the fields an object may have. */
const LONGEST = 500_000
const BOM = '\uFEFF'
const NAME = /^(?:"([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)"|([A-Za-z]\w*(?:\.[A-Za-z]\w*)*))$/

export interface CsvHeader {
  names: string[]
  /** What came with it and does not belong to it. */
  rest: Uint8Array
}

/** Takes the first line off a CSV. Names have no quotes and no line breaks, so its first line break ends it. */
export async function takeCsvHeader(body: IncomingBody): Promise<CsvHeader> {
  let line = Buffer.alloc(0)
  for (let chunk = await body.next(); chunk; chunk = await body.next()) {
    const end = chunk.indexOf(LF)
    line = Buffer.concat([line, end < 0 ? chunk : chunk.subarray(0, end)])
    if (line.length > LONGEST) throw noHeader()
    if (end >= 0) return { names: namesOf(line), rest: chunk.subarray(end + 1) }
  }
  throw new SalesforceError('TRUNCATED', { status: 200 })
}

function namesOf(line: Buffer): string[] {
  const text = line.toString('utf8').replace(BOM, '').replace(/\r$/, '')
  return text.split(',').map((cell) => {
    const [, quoted, plain] = NAME.exec(cell) ?? []
    const name = quoted ?? plain
    if (name === undefined) throw noHeader()
    return name
  })
}

const noHeader = (): SalesforceError =>
  new SalesforceError('NOT_JSON', { status: 200, detail: 'not a CSV with the names of fields' })

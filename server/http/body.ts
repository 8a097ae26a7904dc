import express, { type Request, type Response } from 'express'
import { AppError, invalid, type ErrorDetail } from '../errors.ts'
import { parseUniqueJsonObject } from '../lib/unique-json.ts'
import { parseQuery } from './validate.ts'

const BODY_LIMIT = 100 * 1024
const NOT_JSON: ErrorDetail[] = [
  { field: 'body', message: 'must be one JSON object in UTF-8, with no name in it twice' },
]
const TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const

const readBytes = express.raw({ limit: BODY_LIMIT, type: () => true })

/** The body as an object, read only now that the caller is known and the endpoint wants it. */
export async function readBody(
  request: Request,
  response: Response,
  takes: keyof typeof TYPES,
): Promise<Record<string, unknown>> {
  if (!request.is(TYPES[takes]) || charsetOf(request) !== 'utf-8') {
    throw new AppError('WRONG_CONTENT_TYPE', {
      details: [{ field: 'headers.content-type', message: `must be ${TYPES[takes]}, in UTF-8` }],
    })
  }
  await new Promise<void>((resolve, reject) => {
    readBytes(request, response, (error?: unknown) => (error ? reject(bodyError(error)) : resolve()))
  })
  const bytes = request.body as Buffer
  if (takes === 'form') return parseQuery(bytes.toString('latin1'), 'body')
  const body = parseUniqueJsonObject(bytes)
  if (!body) throw new AppError('INVALID_JSON', { details: NOT_JSON })
  return body
}

const charsetOf = (request: Request): string =>
  /;\s*charset="?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8'

function bodyError(error: unknown): AppError {
  const { type } = error as { type?: string }
  if (type === 'entity.too.large') {
    return new AppError('BODY_TOO_LARGE', {
      details: [{ field: 'body', message: `must be at most ${BODY_LIMIT} bytes` }],
    })
  }
  if (type === 'encoding.unsupported') return invalid('headers.content-encoding', 'is not supported')
  return new AppError('INVALID_JSON', { details: NOT_JSON, cause: error })
}

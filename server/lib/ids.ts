import { randomBytes, randomUUID } from 'node:crypto'

export const newRequestId = (): string => randomUUID()

/** For a row that must know its own id before it is written. */
export const newId = (): string => randomUUID()

/** 256 random bits, in characters that need no escaping anywhere. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

import type { Identity, Session } from '../identity/index.ts'
import type { Store, Writer } from '../records/types.ts'
import type { Limits } from '../rest/limits.ts'
import type { Schema } from '../schema/schema.ts'
import type { Address } from './dialects.ts'
import type { Element } from './read.ts'
import type { Xml } from './xml.ts'

export interface SoapParts {
  readonly identity: Pick<Identity, 'login' | 'authenticate' | 'hasApiAccess' | 'logout'>
  readonly store: Store
  readonly schema: Schema
  readonly limits: Pick<Limits, 'count' | 'apiRequests'>
  readonly orgId: string
  now(): number
  /** The org's address, known once it listens. */
  url(): string
}

export interface Call extends Address {
  readonly parts: SoapParts
  readonly header: Element | undefined
  /** The operation and what it is given. */
  readonly given: Element
}

export interface SessionCall extends Call {
  readonly session: Session
  readonly sessionId: string
  /** In whose name it writes. */
  readonly writer: Writer
}

/** Answers the `result`: one, or a list where there may be several; undefined is an empty answer. */
export type Operation =
  | { readonly needsSession: false; run(call: Call): Xml | undefined }
  | { readonly needsSession: true; run(call: SessionCall): Xml | undefined }

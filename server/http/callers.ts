import type { Role } from './roles.ts'

/** Who is calling, as proven by the door's own kind of key. A handler gets the caller of its door and no other. */
export interface WidgetCaller {
  door: 'widget'
  tenantId: string
  schema: string
  orgId: string
  userId: string
}
export interface ConsoleCaller {
  door: 'console'
  tenantId: string
  schema: string
  /** The GSID of the user. */
  adminId: string
  role: Role
  sessionId: string
}
export interface DataCaller {
  door: 'data'
  tenantId: string
  keyId: string
}
export interface PxCaller {
  door: 'px'
  tenantId: string
  clientId: string
}

export interface Callers {
  widget: WidgetCaller
  console: ConsoleCaller
  data: DataCaller
  px: PxCaller
  /** No key asked: health, documentation. */
  open: null
}
export type Door = keyof Callers
export type ClosedDoor = Exclude<Door, 'open'>
export type Caller = NonNullable<Callers[Door]>

/** What a door may look at to know its caller. Query, body and path are not among it. */
export interface Credentials {
  header(name: string): string | undefined
}

/** Proves who is calling, or throws UNAUTHENTICATED. */
export type Authenticate<D extends ClosedDoor = ClosedDoor> = (
  credentials: Credentials,
) => Promise<Callers[D]>

/** Each door has a way in of its own; a door without one lets nobody in. */
export type Doors = { [D in ClosedDoor]?: Authenticate<D> }

/** Where people come in: these addresses make a session, so they cannot ask for one. */
const WAYS_IN = /^\/console\/(first-admin$|login\/)/

const PREFIXES: readonly [prefix: string, door: ClosedDoor][] = [
  ['/widget/', 'widget'],
  ['/console/', 'console'],
  ['/px/', 'px'],
  ['/v1/', 'data'],
  ['/v2/', 'data'],
]

export const doorOf = (path: string): Door =>
  WAYS_IN.test(path) ? 'open' : (PREFIXES.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'open')

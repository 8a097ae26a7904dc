import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Folder } from './folder.ts'
import { isHandle } from './passage.ts'
import type { PidFile } from './pid-file.ts'

/** A Unix socket in a private folder; on Windows a loopback port and a password. */
export type Transport = 'socket' | 'loopback'

export interface Connection {
  host: string
  port: number
  user: string
  password?: string
  database: string
}

const SUPERUSER = 'postgres'

export const defaultTransport: Transport = process.platform === 'win32' ? 'loopback' : 'socket'

/** Where to reach the server: where the running one says it is, else where the next one will be. */
export async function chooseAddress(
  folder: Folder,
  transport: Transport,
  running?: PidFile,
): Promise<Connection> {
  const login = { user: SUPERUSER, database: 'postgres' }
  if (transport === 'loopback') {
    const port = running?.port ?? (await freePort())
    return { ...login, host: '127.0.0.1', port, password: readFileSync(folder.password, 'utf8') }
  }
  const named = running && !isHandle(running.socketFolder) ? running.socketFolder : ''
  return { ...login, host: named || folder.run, port: running?.port ?? 5432 }
}

/** The same as PostgreSQL's settings, with the socket's folder as PostgreSQL names it. */
export function addressSettings(
  { host, port }: Connection,
  socketFolder: string | undefined,
): Record<string, string> {
  if (socketFolder === undefined) {
    return { listen_addresses: host, unix_socket_directories: '', port: String(port) }
  }
  return {
    listen_addresses: '',
    // A list to PostgreSQL, so a path with a comma in it must be quoted.
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: String(port),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

import type { IncomingMessage } from 'node:http'
import { HttpProblem } from '../http.ts'

/**
 * Only programs of this machine's user may come in. A page somewhere on the web that talks to this address is known by its
 * Origin; one whose own name was made to lead here (DNS rebinding), by the Host it still asks for.
 */
export function refuseStrangers({ headers }: IncomingMessage, hosts: readonly string[] = []): void {
  const { host = '', origin } = headers
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
  if (!isLocal(name) && !hosts.includes(name)) {
    throw new HttpProblem(403, `Control is called at localhost or 127.0.0.1, not at "${host}".`)
  }
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    throw new HttpProblem(403, `Control is not for pages of ${origin}.`)
  }
}

function isLocal(name: string): boolean {
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
  )
}

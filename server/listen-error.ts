/** A port that cannot be had; the message says which, and what to do. */
export class ListenError extends Error {
  override name = 'ListenError'
}

export function explainListenError(error: unknown, { host, port }: { host: string; port: number }): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: another program listens there. Stop it, or choose another with PORT.`
  if (code === 'EACCES')
    return `Port ${port} needs more rights than this user has. Choose one above 1023 with PORT.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Correct HOST.`
  return `Cannot listen on ${host}:${port}: ${message}`
}

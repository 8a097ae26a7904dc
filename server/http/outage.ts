/** Classes of SQLSTATE: connection lost, out of resources, ended from outside (a shutdown, a time limit). */
const SQLSTATE = /^(08|53|57)/
const NETWORK =
  /^(E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH)|ENOENT)$/
/** The driver names these by their text only. */
const DRIVER =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end)/

/** Something took too long. */
export class TimeLimitError extends Error {
  override name = 'TimeLimitError'
}

/** The database is away, restarting, or out of connections or time: worth a retry, unlike a fault of ours. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  const named = typeof code === 'string' && (SQLSTATE.test(code) || NETWORK.test(code))
  return named || error instanceof TimeLimitError || DRIVER.test(error.message)
}

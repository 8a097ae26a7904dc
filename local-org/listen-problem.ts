/** What a person can do about a port that could not be had; undefined for any other problem. */
export function explainedPort(
  problem: unknown,
  { port, pubsubPort }: { port: number; pubsubPort: number },
): string | undefined {
  const { code, port: bound } = problem as { code?: unknown; port?: unknown }
  const option = bound === port ? '--port' : bound === pubsubPort ? '--pubsub-port' : undefined
  if (option === undefined) return undefined
  const words = `${option} ${String(bound)}`
  if (code === 'EADDRINUSE')
    return `${words} is taken by another program. Choose another, or 0 for any free one.`
  if (code === 'EACCES') return `${words} needs more rights than this user has. Choose one above 1023.`
  return undefined
}

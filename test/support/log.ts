import { createLogger, type Logger } from '../../server/lib/log.ts'
import { watch } from './canary/watch.ts'

/** The server's log at its most talkative: every line is kept, and none may have a secret in it. */
export function testLog(level = 'debug'): { log: Logger; logLines: string[] } {
  const logLines: string[] = []
  const write = (line: string) => {
    logLines.push(line)
    watch(line, () => `the log, ${/"msg":"([^"]*)"/.exec(line)?.[1] ?? 'a line without words'}`)
  }
  return { log: createLogger(level, { write }), logLines }
}

/**
 * npm starts a shell that starts us, and a supervisor's signal to npm ends at the shell. When whoever started us is gone,
 * so is whoever could stop us: calls back within a second, once.
 */
export function whenParentIsGone(callback: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    callback()
  }, 500)
  timer.unref()
}

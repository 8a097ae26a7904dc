/** Signals to npm end at the shell it started us with; calls back once that shell is gone and nobody can stop us. */
export function whenOrphaned(callback: () => void): void {
  const { ppid } = process
  const watch = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(watch)
    callback()
  }, 500)
  watch.unref()
}

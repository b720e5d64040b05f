/** Some shells pass one Ctrl-C on twice: a repeat within so many milliseconds is no second wish. */
const REPEAT = 500

/** Closes on the first SIGTERM or SIGINT and exits with code 0, or 1 when closing failed; a second signal exits at once. */
export function closeOnSignals(close: () => Promise<unknown>): void {
  let begun: number | null = null
  const heard = (signal: NodeJS.Signals): void => {
    if (begun !== null) {
      if (performance.now() - begun < REPEAT) return
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    begun = performance.now()
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', heard)
  process.on('SIGINT', heard)
}

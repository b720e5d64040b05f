/** Closes on the first SIGTERM or SIGINT and exits with code 0, or 1 when closing failed; a second signal exits at once. */
export function closeOnSignals(close: () => Promise<unknown>): void {
  let closing = false
  const heard = (signal: NodeJS.Signals): void => {
    if (closing) process.exit(signal === 'SIGINT' ? 130 : 143)
    closing = true
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

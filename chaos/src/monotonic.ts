/** Milliseconds of the machine's monotonic clock: the same one for all of its processes, on Linux. */
export function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

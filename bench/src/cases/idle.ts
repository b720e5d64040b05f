import type { Library } from '../library.ts'

const SECONDS = 10

/** CPU that 10,000 jobs take while none is due, in milliseconds per second. */
export async function idle(library: Library): Promise<Record<string, number | null>> {
  const { addCron, holds } = library
  if (addCron === null) return {}
  const jobs = Math.min(10_000, holds)
  await library.start()
  const month = ((new Date().getUTCMonth() + 6) % 12) + 1
  for (let at = 0; at < jobs; at += 1) await addCron(`job/${at}`, `0 3 1 ${month} *`, () => {})
  globalThis.gc?.()
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const before = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000))
  const { user, system } = process.cpuUsage(before)
  return { jobs, 'ms per s': (user + system) / 1000 / SECONDS }
}

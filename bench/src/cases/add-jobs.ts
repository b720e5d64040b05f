import type { Library } from '../library.ts'
import { Stall } from '../stall.ts'

/** Adds up to 100,000 jobs, 100 a turn of the event loop: microseconds and heap bytes each, and the longest stall. */
export async function addJobs(library: Library): Promise<Record<string, number | null>> {
  const { addCron, holds } = library
  if (addCron === null) return {}
  await library.start()
  for (let at = 0; at < 500; at += 1) await addCron(`warm/${at}`, '0 3 1 1 *', () => {})
  const before = heap()
  const stall = new Stall()
  const began = performance.now()
  for (let at = 0; at < holds; at += 1) {
    await addCron(
      `job/${at}`,
      `${at % 60} ${at % 24} ${1 + (at % 28)} ${1 + (at % 12)} *`,
      () => {},
    )
    if (at % 100 === 99) await new Promise((resolve) => setImmediate(resolve))
  }
  const took = performance.now() - began
  const longest = stall.longest()
  const bytes = heap() - before
  return {
    jobs: holds,
    'us per job': (took * 1000) / holds,
    'bytes per job': bytes / holds,
    'stall ms': longest,
  }
}

function heap(): number {
  for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

import type { Library } from '../library.ts'
import { Stall } from '../stall.ts'

const JOBS = 10_000

/** 10,000 jobs due at one instant: how late each began, and how long the event loop was held. */
export async function herd(library: Library): Promise<Record<string, number | null>> {
  const { addAt } = library
  if (addAt === null) return {}
  await library.start()
  const due = Math.ceil(Date.now() / 1000) * 1000 + 10_000
  const late: number[] = []
  const done = Promise.withResolvers<void>()
  for (let at = 0; at < JOBS; at += 1) {
    await addAt(`job/${at}`, due, (planned) => {
      late.push(Date.now() - planned)
      if (late.length === JOBS) done.resolve()
    })
    if (at % 100 === 99) await new Promise((resolve) => setImmediate(resolve))
  }
  const added = due - Date.now()
  if (added < 500) throw new Error('the jobs were not added in time')
  globalThis.gc?.()
  await new Promise((resolve) => setTimeout(resolve, due - Date.now() - 100))
  const stall = new Stall()
  await Promise.race([done.promise, new Promise((resolve) => setTimeout(resolve, 20_000))])
  const longest = stall.longest()
  late.sort((a, b) => a - b)
  return {
    ran: late.length,
    'p50 ms': late[Math.floor(late.length * 0.5)] ?? null,
    'p99 ms': late[Math.floor(late.length * 0.99)] ?? null,
    'earliest ms': late[0] ?? null,
    'stall ms': longest,
  }
}

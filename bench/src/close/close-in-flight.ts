import { setTimeout as pause } from 'node:timers/promises'
import type { ClosingServer } from './closing-server.ts'
import { servers } from './servers.ts'

const TAKES = 2_000

/** Closes a server while its job runs: how long that takes, whether the job was over then, and what is known of it. */
export async function closeInFlight(name: string): Promise<Record<string, number | null>> {
  const make = servers[name]
  if (make === undefined) throw new Error(`no server is called ${name}`)
  const server: ClosingServer = await make()
  const began = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<number>()
  let runs = 0
  await server.start(async () => {
    runs += 1
    if (runs > 1) return
    began.resolve()
    await pause(TAKES)
    ended.resolve(performance.now())
  })
  await began.promise
  const begun = performance.now()
  await server.close()
  const closed = performance.now()
  const state = await server.outcome()
  const end = await ended.promise
  return {
    'close took ms': closed - begun,
    'job went on after it for ms': Math.max(0, end - closed),
    'outcome stored (1 = yes)': state === 'succeeded' ? 1 : 0,
  }
}

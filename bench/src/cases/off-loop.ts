import { monitorEventLoopDelay } from 'node:perf_hooks'
import { piscinaPool, tinypoolPool } from '../off-loop/peer-pool.ts'
import { punctualPool, punctualThreads } from '../off-loop/punctual-pool.ts'
import type { ThreadPool } from '../off-loop/thread-pool.ts'

const JOBS = 10_000
const NANOS = 1e6

const pools: Readonly<Record<string, () => ThreadPool>> = {
  punctual: punctualPool,
  'its threads alone': punctualThreads,
  piscina: piscinaPool,
  tinypool: tinypoolPool,
}

/** 10,000 small jobs over two threads, how the event loop fared meanwhile, and how long an endless one takes to end. */
export async function offLoop(name: string): Promise<Record<string, number | null>> {
  const pool = pools[name]?.()
  if (pool === undefined) throw new Error(`no pool is called ${name}`)
  await pool.start()
  globalThis.gc?.()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const begun = performance.now()
  await pool.runSmall(JOBS)
  const took = performance.now() - begun
  delay.disable()
  return {
    'jobs/s': (JOBS / took) * 1_000,
    'loop delay p99 ms': delay.percentile(99) / NANOS,
    'loop delay max ms': delay.max / NANOS,
    'kill ms': await timeToKill(pool),
  }
}

async function timeToKill({ beginEndless }: ThreadPool): Promise<number | null> {
  const kill = await beginEndless?.()
  if (kill === undefined) return null
  const killing = performance.now()
  await kill()
  return performance.now() - killing
}

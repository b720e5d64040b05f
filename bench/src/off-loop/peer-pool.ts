import { Piscina } from 'piscina'
import { Tinypool } from 'tinypool'
import { smallJob, type ThreadPool } from './thread-pool.ts'

/** A pool that is asked for one result after the other, and keeps nothing. */
interface PlainPool {
  run(task: undefined, options: { name: string; signal?: AbortSignal | null }): Promise<unknown>
}

const threads = { filename: smallJob.href, minThreads: 2, maxThreads: 2 }

export function piscinaPool(): ThreadPool {
  return peerPool(new Piscina(threads))
}

export function tinypoolPool(): ThreadPool {
  return peerPool(new Tinypool(threads))
}

function peerPool(pool: PlainPool): ThreadPool {
  async function runSmall(jobs: number): Promise<void> {
    await Promise.all(Array.from({ length: jobs }, () => pool.run(undefined, { name: 'small' })))
  }
  return {
    start: () => runSmall(100),
    runSmall,
    async beginEndless() {
      const controller = new AbortController()
      const run = pool.run(undefined, { name: 'endless', signal: controller.signal })
      const ended = run.catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 300))
      return async () => {
        controller.abort()
        await ended
      }
    },
  }
}

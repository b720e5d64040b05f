import { createScheduler, memoryStore } from '@punctual/core'
import { frameworks } from '../web/frameworks.ts'
import type { WebServer } from '../web/web-server.ts'
import type { ClosingServer } from './closing-server.ts'

/** Punctual in a server of the framework. The store is the user's own, so it can be asked when the scheduler is gone. */
export function punctualServer(framework: string): ClosingServer {
  const store = memoryStore()
  const scheduler = createScheduler({ store })
  let server: WebServer | null = null
  return {
    async start(work) {
      const task = scheduler.task('work', work)
      server = (await frameworks[framework]?.(scheduler)) ?? null
      await scheduler.runTask(task)
    },
    close: async () => await server?.close(),
    async outcome() {
      const later = createScheduler({ store, role: 'off' })
      return (await later.listRuns({ task: 'work' })).items[0]?.state ?? null
    },
  }
}

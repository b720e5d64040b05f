import { createScheduler, every } from '@punctual/core'
import { sqliteStore } from '@punctual/store-sql/sqlite'
import { frameworks } from './frameworks.ts'

/** One of the three server processes: firing only between `resume` and `pause`, as its parent says. */
const [, , framework = '', path = '', jobs = '0', spread = ''] = process.argv
/** Jobs are due once a second each: spread over the second, as those are that were added one by one, or all at once. */
const PERIOD = 1_000
const EPOCH = Date.UTC(2026, 0, 1)
const fires: [job: string, fireTime: number][] = []
const scheduler = createScheduler({ store: sqliteStore({ path }) })
for (let at = 0; at < Number(jobs); at += 1) {
  const start = spread === 'spread' ? Math.floor((at * PERIOD) / Number(jobs)) : 0
  scheduler.schedule(`job/${at}`, every(PERIOD, { start: EPOCH + start }), (run) => {
    fires.push([run.jobId, run.fireTime])
  })
}
const server = await frameworks[framework]?.(scheduler)
if (server === undefined) throw new Error('usage: web-process.ts FRAMEWORK PATH JOBS spread|herd')
await scheduler.pause()
process.on('message', (word) => {
  if (word === 'pause') void scheduler.pause()
  else if (word === 'resume') void scheduler.resume()
  else if (word === 'count') process.send?.({ count: fires.length })
  else void server.close().then(() => process.send?.({ fires }, () => process.exit(0)))
})
process.send?.({ port: server.port })

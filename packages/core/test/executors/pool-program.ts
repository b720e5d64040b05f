import { createScheduler, defineTask, processes, threads } from '@punctual/core'
import { callHandler } from '@punctual/core/testing'

// A program with two runs in threads and two in processes, for tests to signal. Lines on stdout say how far it is.
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const [, , what = 'answers', drain = '1m'] = process.argv
const module = new URL('./pool-jobs.ts', import.meta.url)
const scheduler = createScheduler({
  executors: { threads: threads({ size: 2 }), processes: processes({ size: 2 }) },
  ...{ drain, killAfter: 200 },
})
const tasks = ['threads', 'processes'].map((executor) =>
  scheduler.handle(defineTask(executor, { executor }), { module, export: what }),
)

if (what === 'answers') {
  // Without a life of the scheduler: what is left afterwards are idle workers, and nothing that would hold the process.
  const { signal } = new AbortController()
  for (const task of tasks) {
    const pid = await callHandler(scheduler, { task, input: undefined, signal, attempt: 1 })
    say(`answer ${String(pid)}`)
  }
} else {
  scheduler.on('run:progress', ({ message }) => say(`begun ${message}`))
  scheduler.on('run:succeeded', () => say('succeeded'))
  await scheduler.start()
  for (const task of [...tasks, ...tasks]) await scheduler.runTask(task)
  await scheduler.runUntilStopped({ signals: ['SIGTERM'] })
  say('stopped')
}

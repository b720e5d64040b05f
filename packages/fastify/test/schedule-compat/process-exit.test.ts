import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const cwd = fileURLToPath(new URL('../..', import.meta.url))

/** What a program prints until its process has ended by itself. */
async function printed(body: string): Promise<string> {
  const names = 'AsyncTask, CronJob, SimpleIntervalJob, Task, ToadScheduler'
  const program = `import { ${names} } from '@punctual/fastify/schedule-compat'\n${body}`
  const flags = ['--conditions=punctual-src', '--input-type=module', '-e', program]
  const child = spawn(process.execPath, flags, {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 25_000,
  })
  return (await text(child.stdout)).trim()
}

test.concurrent.each([
  [
    'a started job keeps the process alive until it is stopped',
    `const scheduler = new ToadScheduler({ unref: true })
    let count = 0
    const task = new Task('count', () => {
      count += 1
      console.log(count)
      scheduler.stop()
    })
    const job = new SimpleIntervalJob({ milliseconds: 300 }, task, { unref: false })
    scheduler.addSimpleIntervalJob(job)`,
    '1',
  ],
  [
    'with unref neither a job nor the scheduler keeps the process alive',
    `const scheduler = new ToadScheduler({ unref: true })
    const task = new Task('never', () => console.log('executed'))
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ hours: 1 }, task))
    scheduler.addCronJob(new CronJob({ cronExpression: '0 0 1 1 *' }, task, { unref: true }))
    process.on('exit', () => console.log('end'))`,
    'end',
  ],
  [
    'a drain keeps the process alive',
    `const scheduler = new ToadScheduler({ unref: true })
    const task = new AsyncTask('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 50).unref())
      console.log('executed')
    })
    const schedule = { hours: 1, runImmediately: true }
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob(schedule, task))
    await scheduler.stopAndWait()
    console.log('end')`,
    'executed\nend',
  ],
])('%s', async (_name, program, expected) => {
  expect(await printed(program)).toBe(expected)
})

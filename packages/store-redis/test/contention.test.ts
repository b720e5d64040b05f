import type { Tables } from '@punctual/core/store'
import { expect, onTestFinished } from 'vitest'
import type { Connect } from '../src/connection/redis-connection.ts'
import { keepScript } from '../src/scripts/keep-script.ts'
import { Script } from '../src/scripts/script.ts'
import { clients, openSteps, openStore } from './opened.ts'
import { sampleJob } from './sample-job.ts'
import { freshStore, redisTest } from './server.ts'

function revise(tables: Tables): number {
  const job = tables.job('job')!
  tables.updateJob(job, { revision: job.revision + 1 })
  return job.revision
}

interface Watching {
  /** Called ahead of each try of a step to be kept. */
  readonly before?: (attempt: number) => Promise<void>
  /** Called after it. */
  readonly after?: () => void
}

function watched({ before, after }: Watching): Connect {
  let attempt = 0
  return async () => {
    const connection = await clients.ioredis()()
    return {
      async run(script, keys, args) {
        if (script !== keepScript || keys.length === 1) return connection.run(script, keys, args)
        await before?.((attempt += 1))
        const answer = await connection.run(script, keys, args)
        after?.()
        return answer
      },
      subscribe: (channel, heard) => connection.subscribe(channel, heard),
      isOver: () => connection.isOver(),
      close: () => connection.close(),
    }
  }
}

redisTest('a step that others outran is done anew with what they wrote', async () => {
  const { prefix } = freshStore()
  await (await openStore(prefix)).put([sampleJob('job')], 'fail')
  const other = await openSteps(prefix)
  const before = async (attempt: number): Promise<void> => {
    if (attempt === 1) expect(await other.write(revise)).toBe(2)
  }
  const steps = await openSteps(prefix, { connect: watched({ before }) })
  expect(await steps.write(revise)).toBe(3)
  expect(await other.look((tables) => tables.job('job')?.revision)).toBe(3)
})

redisTest(
  'a step that is outrun again and again gets its turn, and the others after it',
  async () => {
    const { prefix } = freshStore()
    await (await openStore(prefix)).put([sampleJob('job')], 'fail')
    let tried = (): void => {}
    const other = await openSteps(prefix, { connect: watched({ after: () => tried() }) })
    let attempts = 0
    const later: Promise<number>[] = []
    const before = async (attempt: number): Promise<void> => {
      attempts = attempt
      const write = other.write(revise)
      if (attempt <= 3) await write
      else {
        later.push(write)
        await new Promise<void>((resolve) => (tried = resolve))
      }
    }
    const steps = await openSteps(prefix, { connect: watched({ before }) })
    expect(await steps.write(revise)).toBe(5)
    expect(attempts).toBe(4)
    expect(await Promise.all(later)).toEqual([6])
  },
)

redisTest('a process that died while it was alone holds nobody up for long', async () => {
  const { prefix } = freshStore()
  await (await openStore(prefix)).put([sampleJob('job')], 'fail')
  const connection = await clients.ioredis()()
  onTestFinished(() => connection.close())
  const hold = new Script(`return redis.call('SET', KEYS[1], 'a dead one', 'PX', 300)`)
  await connection.run(hold, [`${prefix}lock`], [])
  const steps = await openSteps(prefix)
  expect(await steps.write(revise)).toBe(2)
})

redisTest('a step that throws while it is alone leaves the way free', async () => {
  const { prefix } = freshStore()
  await (await openStore(prefix)).put([sampleJob('job')], 'fail')
  const other = await openSteps(prefix)
  let outrun = 0
  const before = async (attempt: number): Promise<void> => {
    outrun = attempt
    await other.write(revise)
  }
  const steps = await openSteps(prefix, { connect: watched({ before }) })
  const failing = steps.write((tables) => {
    revise(tables)
    if (outrun === 3) throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  const connection = await clients.ioredis()()
  onTestFinished(() => connection.close())
  const held = new Script(`return redis.call('GET', KEYS[1])`)
  expect(await connection.run(held, [`${prefix}lock`], [])).toBeNull()
})

redisTest(
  'what a step asked for and did not find must still be missing when it is kept',
  async () => {
    const { prefix } = freshStore()
    const store = await openStore(prefix)
    const before = async (attempt: number): Promise<void> => {
      if (attempt === 1) await store.put([sampleJob('job', { task: 'first' })], 'fail')
    }
    const late = await openStore(prefix, { connect: watched({ before }) })
    const [result] = await late.put([sampleJob('job', { task: 'second' })], 'fail')
    expect([result?.result, result?.row?.task]).toEqual(['exists', 'first'])
  },
)

redisTest('a step that counted live runs is done anew when there are more', async () => {
  const { prefix } = freshStore()
  const store = await openStore(prefix)
  await store.put([sampleJob('job'), sampleJob('counted')], 'fail')
  await store.enqueue([{ key: 'm1', job: 'counted', kind: 'manual', input: null, own: false }])
  const [run] = (await store.read.runs({ job: 'counted', limit: 1 })).items
  const other = await openSteps(prefix)
  const before = async (attempt: number): Promise<void> => {
    // Nothing else of what the step relies on is changed with it.
    if (attempt === 1) await other.write((tables) => tables.insertRun({ ...run!, id: 'one more' }))
  }
  const steps = await openSteps(prefix, { connect: watched({ before }) })
  await steps.write((tables) => {
    const revision = tables.liveRuns('counted', run!.inc).length
    tables.updateJob(tables.job('job')!, { revision })
  })
  expect(await other.look((tables) => tables.job('job')?.revision)).toBe(2)
})

redisTest('two handles that count alike lose nothing of each other', async () => {
  const { prefix } = freshStore()
  await (await openStore(prefix)).put([sampleJob('job')], 'fail')
  const handles = await Promise.all([
    openSteps(prefix),
    openSteps(prefix, { connect: clients['node-redis']() }),
  ])
  const counted = handles.flatMap((steps) => Array.from({ length: 20 }, () => steps.write(revise)))
  const revisions = (await Promise.all(counted)).toSorted((a, b) => a - b)
  expect(revisions).toEqual(Array.from({ length: 40 }, (_, n) => n + 2))
})

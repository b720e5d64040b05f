import { at, createScheduler, type Scheduler } from '@punctual/core'
import { Cluster } from 'ioredis'
import { createCluster } from 'redis'
import { afterAll, expect, onTestFinished } from 'vitest'
import { ioredisConnect } from '../../src/connection/ioredis-client.ts'
import { redisStore } from '../../src/index.ts'
import { redisTest, reached } from '../server.ts'
import { startCluster } from './cluster.ts'
import { conformance } from './conformance.ts'

const servers = reached ? await startCluster() : []
afterAll(() => Promise.all(servers.map((server) => server[Symbol.asyncDispose]())))

const ioredis = new Cluster(
  servers.map(({ port }) => ({ host: '127.0.0.1', port })),
  { lazyConnect: true },
)
const nodeRedis = createCluster({ rootNodes: servers.map(({ url }) => ({ url })) })

// One case in four stands for the others here; `npm run proofs` runs all of them.
const every = process.env['PUNCTUAL_CLUSTER_CASES'] === 'all' ? 1 : 4
conformance(ioredisConnect(ioredis), { notifications: true, every })

redisTest('schedulers by both clients share the fires of a job in a cluster', async () => {
  const ran: string[] = []
  const { promise: all, resolve } = Promise.withResolvers<void>()
  const started = async (client: Cluster | typeof nodeRedis): Promise<Scheduler> => {
    const scheduler = createScheduler({ store: redisStore({ client }) })
    onTestFinished(async () => void (await scheduler.stop()))
    scheduler.task('work', ({ jobId }) => {
      if (ran.push(jobId) === 200) resolve()
    })
    await scheduler.start()
    return scheduler
  }
  const [first] = [await started(ioredis), await started(nodeRedis)]
  const ids = Array.from({ length: 200 }, (_, n) => `job/${n}`)
  await first.addJobs(ids.map((id) => ({ id, task: 'work', trigger: at(Date.now()) })))
  await all
  expect(ran.toSorted()).toEqual(ids.toSorted())
})

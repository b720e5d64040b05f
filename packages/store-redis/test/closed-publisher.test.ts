import { manualClock } from '@punctual/testing/conformance'
import { expect } from 'vitest'
import { openStore } from './opened.ts'
import { sampleJob } from './sample-job.ts'
import { freshStore, redisTest } from './server.ts'

redisTest('a session that is closed while it takes a run owns nothing afterwards', async () => {
  const { prefix } = freshStore()
  const clock = manualClock()
  const reaper = await openStore(prefix, { clock, session: 'reaper' })
  await reaper.put([sampleJob('job', { policies: { maxInstances: 100 } })], 'fail')
  for (let n = 0; n < 40; n += 1) {
    const session = `victim${n}`
    const victim = await openStore(prefix, { clock, session })
    const put = { key: `m${n}`, job: 'job', kind: 'manual', input: null, own: true } as const
    const taking = victim.enqueue([put], { by: session, batch: session }).catch(() => [])
    // Now sooner, now later, so that they meet in every way.
    for (let turn = 0; turn < n % 8; turn += 1) await new Promise((next) => setImmediate(next))
    const closing = reaper.reap(session, { by: 'reaper', expectBeat: 0 })
    await Promise.all([taking, closing])
    const { items } = await reaper.read.runs({ owner: session, limit: 10 })
    expect(items.map(({ id, state }) => `${id} ${state}`)).toEqual([])
  }
})

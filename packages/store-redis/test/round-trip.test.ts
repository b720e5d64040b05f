import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow, Tables } from '@punctual/core/store'
import fc from 'fast-check'
import { expect } from 'vitest'
import {
  arbitraryFollow,
  arbitraryJob,
  arbitraryNode,
  arbitraryRun,
  arbitrarySpan,
} from './arbitrary-rows.ts'
import { openSteps } from './opened.ts'
import { freshStore, redisTest } from './server.ts'

interface Rows {
  readonly job: JobRow
  readonly run: RunRow
  readonly span: SpanRow
  readonly follow: FollowRow
  readonly node: NodeRow
}

const rows: fc.Arbitrary<Rows> = fc.record({
  job: arbitraryJob,
  run: arbitraryRun,
  span: arbitrarySpan,
  follow: arbitraryFollow,
  node: arbitraryNode,
})

function written(tables: Tables, { job, run, span, follow, node }: Rows): void {
  tables.insertJob({ ...job })
  tables.insertRun({ ...run })
  tables.insertSpan({ ...span })
  tables.setFollows(follow.child, [follow])
  tables.insertNode({ ...node })
}

function read(tables: Tables, { job, run, span, follow, node }: Rows): unknown {
  return {
    job: tables.job(job.id),
    run: tables.run(run.id),
    span: tables.lastSpan(span.jobId, span.inc),
    follow: tables.followsOf(follow.child),
    followers: tables.followersOf(follow.parent),
    node: tables.node(node.session),
  }
}

redisTest('rows come back as they were written, and as they were changed', async () => {
  await fc.assert(
    fc.asyncProperty(rows, rows, async (one, other) => {
      const { prefix } = freshStore()
      const [writer, reader] = [await openSteps(prefix), await openSteps(prefix)]
      await writer.write((tables) => written(tables, one))
      expect(await reader.look((tables) => read(tables, one))).toEqual({
        ...one,
        follow: [one.follow],
        followers: [one.follow],
      })
      const job = { ...other.job, id: one.job.id }
      const { id, jobId, inc } = one.run
      const run = { ...other.run, id, jobId, inc }
      await writer.write((tables) => {
        tables.updateJob(tables.job(job.id)!, job)
        tables.updateRun(tables.run(id)!, run)
      })
      expect(await reader.look((tables) => [tables.job(job.id), tables.run(id)])).toEqual([
        job,
        run,
      ])
    }),
    { numRuns: 12 },
  )
})

redisTest('whatever is written and deleted again leaves nothing in any index', async () => {
  await fc.assert(
    fc.asyncProperty(rows, rows, async (one, other) => {
      const { prefix, leftKeys } = freshStore()
      const steps = await openSteps(prefix)
      await steps.write((tables) => written(tables, one))
      await steps.write((tables) => {
        const { id: _, ...columns } = other.job
        tables.updateJob(tables.job(one.job.id)!, columns)
        const { id: _id, jobId: _job, inc: _inc, ...rest } = other.run
        tables.updateRun(tables.run(one.run.id)!, rest)
      })
      await steps.write((tables) => {
        tables.deleteJob(tables.job(one.job.id)!)
        tables.deleteRun(tables.run(one.run.id)!)
        tables.setFollows(one.follow.child, [])
        tables.deleteNode(tables.node(one.node.session)!)
      })
      expect(await leftKeys()).toEqual(['meta', 'spans', 'spans.expires', 'spans.job'])
    }),
    { numRuns: 10 },
  )
})

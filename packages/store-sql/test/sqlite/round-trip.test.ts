import { DatabaseSync } from 'node:sqlite'
import type { Tables } from '@punctual/core/store'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_PREFIX, tableNames } from '../../src/table-names.ts'
import {
  arbitraryFollow,
  arbitraryJob,
  arbitraryNode,
  arbitraryRun,
  arbitrarySpan,
} from './arbitrary-rows.ts'
import { openSteps } from './file-store.ts'
import { scratchFile } from './scratch-file.ts'

type Written = <T>(write: (tables: Tables) => void, read: (tables: Tables) => T) => Promise<T>

/** Writes into empty tables by one connection and reads by another. */
async function betweenConnections(): Promise<Written> {
  const path = scratchFile()
  const [writer, reader] = [await openSteps(path), await openSteps(path)]
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  const { jobs, jobTags, runs, spans, follows, nodes } = tableNames(DEFAULT_PREFIX)
  const tables = [jobs, jobTags, runs, spans, follows, nodes]
  const emptied = tables.map((table) => `DELETE FROM ${table};`).join('\n')
  return async (write, read) => {
    database.exec(`BEGIN IMMEDIATE; ${emptied} COMMIT`)
    await writer.write(write)
    return reader.look(read)
  }
}

/** A row, and a patch of some fields of another. */
function patched<Row extends object>(
  row: fc.Arbitrary<Row>,
  fixed: readonly (keyof Row)[],
): fc.Arbitrary<{ readonly row: Row; readonly patch: Partial<Row> }> {
  return fc.tuple(row, row, fc.infiniteStream(fc.boolean())).map(([one, other, chosen]) => {
    const patch: Partial<Row> = {}
    for (const field in other) {
      if (!fixed.includes(field) && chosen.next().value === true) patch[field] = other[field]
    }
    return { row: one, patch }
  })
}

test('a job comes back as it was written, and as it was changed', async () => {
  const written = await betweenConnections()
  await fc.assert(
    fc.asyncProperty(patched(arbitraryJob, ['id']), async ({ row, patch }) => {
      const kept = structuredClone(row)
      const read = await written(
        (tables) => {
          tables.insertJob(kept)
          tables.updateJob(kept, patch)
        },
        (tables) => tables.job(row.id),
      )
      expect(read).toEqual({ ...row, ...patch })
      expect(kept).toEqual(read)
    }),
    { numRuns: 300 },
  )
}, 120_000)

test('a run comes back as it was written, and as it was changed', async () => {
  const written = await betweenConnections()
  await fc.assert(
    fc.asyncProperty(patched(arbitraryRun, ['id', 'jobId', 'inc']), async ({ row, patch }) => {
      const kept = structuredClone(row)
      const read = await written(
        (tables) => {
          tables.insertRun(kept)
          tables.updateRun(kept, patch)
        },
        (tables) => tables.run(row.id),
      )
      expect(read).toEqual({ ...row, ...patch })
      expect(kept).toEqual(read)
    }),
    { numRuns: 300 },
  )
}, 120_000)

test('spans, follows and nodes come back as they were written', async () => {
  const written = await betweenConnections()
  const rows = fc.record({ span: arbitrarySpan, follow: arbitraryFollow, node: arbitraryNode })
  await fc.assert(
    fc.asyncProperty(rows, async ({ span, follow, node }) => {
      const read = await written(
        (tables) => {
          tables.insertSpan({ ...span })
          tables.setFollows(follow.child, [follow])
          tables.insertNode({ ...node })
        },
        (tables) => ({
          span: tables.lastSpan(span.jobId, span.inc),
          follow: tables.followsOf(follow.child),
          followers: tables.followersOf(follow.parent),
          node: tables.node(node.session),
        }),
      )
      expect(read).toEqual({ span, follow: [follow], followers: [follow], node })
    }),
    { numRuns: 300 },
  )
}, 120_000)

test('text with quotes, statements and patterns comes back as it was', async () => {
  const written = await betweenConnections()
  const [job] = fc.sample(arbitraryJob, 1)
  for (const text of ['', `'); DROP TABLE punctual_jobs; --`, '😀', '"', '%_\\']) {
    const row = { ...job!, id: `id${text}`, input: text }
    const read = await written(
      (tables) => tables.insertJob(row),
      (tables) => tables.job(row.id),
    )
    expect(read).toEqual(row)
  }
})

import { rowKinds, type RowKind } from './collection-names.ts'
import type { Collections } from './collections.ts'

/** Moves when an index is added; a store whose indexes are older gets the missing ones when it is opened. */
export const INDEXES = 1

/** Documents in which the field means something. */
const having = (field: string): object => ({
  partialFilterExpression: { [field]: { $exists: true } },
})
const pending = { partialFilterExpression: { state: 'pending' } }
const waiting = { partialFilterExpression: { state: 'waiting' } }
const graves = { name: 'graves', key: { gone: 1 }, ...having('gone') }

/** None but `_id` is unique: a change that was committed must never be refused when it is applied. */
const indexes: Readonly<Record<RowKind, readonly object[]>> = {
  jobs: [
    graves,
    { name: 'due', key: { nextAt: 1 }, ...having('nextAt') },
    { name: 'task', key: { task: 1, _id: 1 } },
    { name: 'app', key: { 'declaration.app': 1 }, ...having('declaration') },
    { name: 'tags', key: { 'policies.tags': 1, _id: 1 } },
    { name: 'unarmed', key: { updatedAt: 1 }, partialFilterExpression: { mode: 'delay' } },
  ],
  runs: [
    graves,
    { name: 'ready', key: { task: 1, executor: 1, priority: -1, readyAt: 1 }, ...pending },
    { name: 'later', key: { task: 1, executor: 1, readyAt: 1 }, ...pending },
    { name: 'waiting', key: { publishedAt: 1 }, ...waiting },
    { name: 'live', key: { jobId: 1 }, partialFilterExpression: { live: true } },
    { name: 'history', key: { jobId: 1, seq: 1 } },
    { name: 'owner', key: { owner: 1, batch: 1 }, ...having('owner') },
    { name: 'published', key: { publishedAt: -1, serial: -1 } },
    { name: 'state', key: { state: 1, publishedAt: -1, serial: -1 } },
    { name: 'task', key: { task: 1, publishedAt: -1, serial: -1 } },
    { name: 'fires', key: { jobId: 1, kind: 1, fireAt: 1, serial: 1 } },
    { name: 'expiry', key: { expiresAt: 1 }, ...having('expiresAt') },
  ],
  spans: [
    graves,
    { name: 'history', key: { jobId: 1, first: -1 } },
    { name: 'expiry', key: { expiresAt: 1 }, ...having('expiresAt') },
  ],
  follows: [graves, { name: 'parents', key: { 'rows.parent': 1 } }],
  nodes: [graves],
}

/** Safe with many nodes at once: an index that is there already is left alone. */
export async function makeIndexes({ rows }: Collections): Promise<void> {
  await Promise.all(rowKinds.map((kind) => rows[kind].createIndexes([...indexes[kind]])))
}

import { expect, test } from 'vitest'
import { rowAssignment, startedRun } from '../../src/engine/assignment.ts'
import type { RunRow } from '../../src/store/rows.ts'
import { jobRow } from './job-row.ts'

function runRow(given: Partial<RunRow>): RunRow {
  return {
    ...{ id: 'inc.f1', jobId: 'job', inc: 'inc', seq: 1, kind: 'fire', fireAt: 5, task: 'task' },
    ...{ taskVersion: 1, executor: 'cpu', priority: 0, state: 'running', slot: 0, owner: 'me' },
    ...{ token: 3, batch: null, attempt: 1, recoveries: 0, crashes: 0, readyAt: null },
    ...{ startDeadline: 99, cancel: null, input: null, result: null, error: null, upstream: null },
    ...{ depth: 0, missed: 0, node: null, publishedAt: 0, startedAt: null, endedAt: null },
    ...{ expiresAt: null, ...given },
  }
}

test('a deadline binds the first start only', () => {
  const job = jobRow()
  expect(rowAssignment(runRow({}), job).startDeadline).toBe(99)
  expect(rowAssignment(runRow({ attempt: 2 }), job).startDeadline).toBeNull()
  expect(rowAssignment(runRow({ recoveries: 1 }), job).startDeadline).toBeNull()
})

test('a run takes the slot of the executor that it was made for, and its own input before that of its job', () => {
  const job = jobRow({ input: '"of the job"' })
  expect(rowAssignment(runRow({}), job)).toMatchObject({ executor: 'cpu', input: '"of the job"' })
  expect(rowAssignment(runRow({ input: '"own"' }), job).input).toBe('"own"')
})

test('a run as it starts is frozen, and names its cause', () => {
  const run = startedRun(rowAssignment(runRow({ kind: 'follow' }), jobRow()), 'me', 7)
  expect(run).toMatchObject({
    id: 'inc.f1',
    state: 'running',
    cause: 'after',
    startedAt: 7,
    node: 'me',
  })
  expect(Object.isFrozen(run)).toBe(true)
})

import assert from 'node:assert/strict'
import type { RunHandle } from '@punctual/core'
import { casesOf, type ExecutorCase } from './executor-case.ts'

export const sizeCases: readonly ExecutorCase[] = casesOf('size', {
  'as many runs at once as its size, and no more': async (stage) => {
    const scheduler = await stage.start({ size: 2 })
    const begun = new Set<string>()
    scheduler.on('run:progress', ({ runId }) => void begun.add(runId))
    const handles: RunHandle<unknown>[] = []
    for (let at = 0; at < 3; at += 1) handles.push(await stage.begin(scheduler, 'listens'))
    await stage.patience.until('two runs are under way', () => begun.size === 2)
    const rest = handles.filter(({ id }) => !begun.has(id))
    assert.equal(rest.length, 1)
    assert.notEqual(await stage.stateOf(rest[0]!.id), 'running')
    for (const { id } of handles) await scheduler.cancelRun(id)
    for (const handle of handles) assert.equal((await stage.end(handle)).state, 'cancelled')
  },
})

import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startChild } from './child.ts'
import { openSteps, openStore } from './file-store.ts'
import { sampleJob } from '../sample-job.ts'
import { scratchFile } from './scratch-file.ts'

test('who watches hears soon what another process changed', async () => {
  const path = scratchFile()
  const store = await openStore(path)
  const child = startChild('putting', [path])
  await child.hear()
  for (const id of ['a', 'b', 'c']) {
    const heard = new Promise((resolve) => {
      const watch = store.watch?.(({ at }) => {
        watch?.[Symbol.dispose]()
        resolve(at)
      })
    })
    child.say(id)
    expect(await heard).toBeNull()
    expect((await store.read.jobs({ ids: [id], limit: 1 })).items).toHaveLength(1)
  }
})

test('who watches hears when what this process stored gets due, and not of what moves on', async () => {
  const store = await openStore(scratchFile())
  const hints: (number | null)[] = []
  store.watch?.(({ at }) => void hints.push(at))
  await store.put([sampleJob('a', { nextAt: 9_000 }), sampleJob('b', { nextAt: 8_000 })], 'fail')
  await setImmediate()
  await store.change([{ kind: 'pause', id: 'a', reason: null, by: null }])
  await setImmediate()
  expect(hints).toEqual([8_000])
})

test('a step that failed is not told of', async () => {
  const path = scratchFile()
  const steps = await openSteps(path)
  const hints: unknown[] = []
  steps.watch((hint) => void hints.push(hint))
  await (await openStore(path)).put([sampleJob('a')], 'fail')
  const failing = steps.write((tables) => {
    tables.updateJob(tables.job('a')!, { nextAt: 7 })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await setImmediate()
  expect(hints).not.toContainEqual({ at: 7 })
})

test('who no longer watches hears nothing', async () => {
  const store = await openStore(scratchFile())
  const hints: unknown[] = []
  store.watch?.((hint) => void hints.push(hint))[Symbol.dispose]()
  await store.put([sampleJob('a')], 'fail')
  await setImmediate()
  expect(hints).toEqual([])
})

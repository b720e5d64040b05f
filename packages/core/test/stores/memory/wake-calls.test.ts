import { expect, test } from 'vitest'
import { MINUTE, SECOND, Stage } from '../../store/stage.ts'

async function watched(): Promise<{ stage: Stage; hints: (number | null)[]; watch: Disposable }> {
  const stage = await Stage.open()
  const hints: (number | null)[] = []
  const watch = stage.store.watch!(({ at }) => void hints.push(at))
  return { stage, hints, watch }
}

test('who shares the store hears of a job that is due sooner, and of a run that is ready', async () => {
  const { stage, hints } = await watched()
  await stage.add('later')
  await stage.due('report')
  await stage.finish(await stage.fired('report'), 'retry')
  const start = stage.now
  expect(hints).toEqual([start + MINUTE, start, start + 10 * SECOND])
})

test('a fire that moves its job on is no news', async () => {
  const { stage, hints } = await watched()
  await stage.due('report')
  hints.length = 0
  await stage.finish(await stage.fired('report'))
  expect(hints).toEqual([])
})

test('several steps in a row are told of once, with the earliest instant', async () => {
  const { stage, hints } = await watched()
  const later = stage.put('later')
  const soon = stage.put('soon', { nextAt: stage.now + SECOND })
  await Promise.all([stage.store.put([later], 'fail'), stage.store.put([soon], 'fail')])
  expect(hints).toEqual([stage.now + SECOND])
})

test('a step that failed is not told of', async () => {
  const { stage, hints } = await watched()
  const job = await stage.add('report')
  hints.length = 0
  const failing = stage.steps.write((tables) => {
    tables.updateJob(tables.job('report')!, { nextAt: stage.now })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await stage.add('other')
  expect(hints).toEqual([job.nextAt])
})

test('who no longer watches hears nothing', async () => {
  const { stage, hints, watch } = await watched()
  watch[Symbol.dispose]()
  await stage.due('report')
  expect(hints).toEqual([])
})

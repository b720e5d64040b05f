import { expect, test } from 'vitest'
import { MINUTE, policiesOf, Stage } from './stage.ts'

test('maxRuns that code changes counts anew; one that it leaves alone goes on', async () => {
  const stage = await Stage.open()
  const text = '{"runsLeft":3}'
  await stage.declare('report', { runsLeft: 3, nextAt: stage.now, declared: { text } })
  await stage.fired('report')
  await stage.declare('report', { runsLeft: 3, input: '1', declared: { hash: 'h2', text } })
  expect(await stage.job('report')).toMatchObject({ runsLeft: 2, input: '1' })
  const more = { hash: 'h3', text: '{"runsLeft":9}' }
  await stage.declare('report', { runsLeft: 9, declared: more })
  expect(await stage.job('report')).toMatchObject({ runsLeft: 9 })
})

test('a job whose runs were used up goes on when code allows more', async () => {
  const stage = await Stage.open()
  await stage.declare('report', {
    ...{ runsLeft: 1, nextAt: stage.now, declared: { text: '{"runsLeft":1}' } },
  })
  await stage.fired('report')
  expect(await stage.job('report')).toMatchObject({ state: 'finished', runsLeft: 0 })
  const nextAt = stage.now + MINUTE
  const declared = { hash: 'h2', text: '{"runsLeft":2}' }
  expect(await stage.declare('report', { runsLeft: 2, nextAt, declared })).toMatchObject({
    result: 'updated',
    row: { state: 'active', runsLeft: 2, nextAt },
  })
})

test('a finished job stays finished when only its policies are declared otherwise', async () => {
  const stage = await Stage.open()
  await stage.declare('once', { nextAt: stage.now })
  await stage.publish('once', { next: null })
  const answer = await stage.declare('once', {
    ...{ policies: { priority: 3 }, declared: { hash: 'h2' } },
  })
  expect(answer).toMatchObject({ result: 'updated', row: { state: 'finished', nextAt: null } })
})

test('an id that a finished dynamic job left can be declared', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  await stage.publish('report', { next: null })
  await stage.finish((await stage.runs('report'))[0]!)
  expect(await stage.declare('report')).toMatchObject({ result: 'added', row: { source: 'code' } })
})

test('a former id is taken over though nothing else changed, with what was there under the new one', async () => {
  const stage = await Stage.open()
  await stage.due('new')
  await stage.finish(await stage.fired('new'))
  await stage.remove('new')
  stage.pass(MINUTE)
  await stage.declare('old', { nextAt: stage.now })
  const run = await stage.fired('old')
  const answer = await stage.declare('new', { declared: { formerly: ['older', 'old'] } })
  expect(answer).toMatchObject({ result: 'updated', row: { id: 'new', revision: 2, runSeq: 1 } })
  expect(await stage.jobOrNull('old')).toBeNull()
  expect(await stage.runs('old')).toEqual([])
  expect((await stage.runs('new')).map(({ state }) => state)).toEqual(['succeeded', 'running'])
  expect(await stage.fire('new')).toMatchObject({ skipped: [{ reason: 'overlap_skipped' }] })
  await stage.finish(run)
  expect(await stage.job('new')).toMatchObject({ last: { runId: run.runId } })
})

test('a former id that only a dynamic job has is left alone', async () => {
  const stage = await Stage.open()
  await stage.add('old')
  const answer = await stage.declare('new', { declared: { formerly: ['old'] } })
  expect(answer.result).toBe('added')
  expect(await stage.jobOrNull('old')).not.toBeNull()
})

test('those that follow a job follow it under its new id', async () => {
  const stage = await Stage.open()
  await stage.declare('old', { nextAt: stage.now })
  const follow = { parents: ['old'], on: 'success', need: 'any' } as const
  await stage.add('child', { mode: 'event', nextAt: null, follow })
  await stage.declare('new', { declared: { formerly: ['old'] } })
  await stage.finish(await stage.fired('new'))
  expect(await stage.states('child')).toEqual(['pending'])
})

test('edits keep the trigger, the input and each policy of their own', async () => {
  const stage = await Stage.open()
  await stage.declare('report', { policies: { priority: 1 }, input: '"code"' })
  const when = { ...stage.put('x', { trigger: '"edited"', nextAt: stage.now + 5 }) }
  await stage.change({
    ...{ kind: 'update', id: 'report', when, policies: policiesOf({ priority: 9 }) },
    ...{ given: ['priority'], edited: ['trigger', 'priority'] },
  })
  await stage.declare('report', {
    ...{ trigger: '"declared"', input: '"newer"', policies: { priority: 2, maxQueue: 7 } },
    declared: { hash: 'h2' },
  })
  expect(await stage.job('report')).toMatchObject({
    ...{ trigger: '"edited"', nextAt: stage.now + 5, input: '"newer"' },
    ...{ policies: { priority: 9, maxQueue: 7 }, given: ['maxQueue', 'priority'] },
    declaration: { hash: 'h2', edited: ['trigger', 'priority'] },
  })
})

test('declaring again takes the mark off a job that nobody declared for a while', async () => {
  const stage = await Stage.open()
  await stage.declare('report', {}, 'gone')
  await stage.declare('other')
  await stage.store.sweep('a', 100)
  expect((await stage.job('report')).declaration?.missingSince).toBe(stage.now)
  expect(await stage.declare('report')).toMatchObject({ result: 'unchanged' })
  expect((await stage.job('report')).declaration?.missingSince).toBeNull()
})

test('an app that is away as a whole leaves its jobs alone, however long', async () => {
  const stage = await Stage.open()
  await stage.declare('report', {}, 'gone')
  await stage.declare('other')
  await stage.store.sweep('a', 100)
  await stage.store.reap('a', { goodbye: true })
  stage.pass(MINUTE)
  await stage.store.sweep('a', 100)
  await stage.session('b')
  await stage.declare('other', {}, 'b')
  stage.pass(MINUTE / 2)
  expect((await stage.store.sweep('b', 100)).undeclared).toEqual([])
  stage.pass(MINUTE)
  expect((await stage.store.sweep('b', 100)).undeclared).toMatchObject([{ id: 'report' }])
})

test('a dynamic job in place of an undeclared one does not wait for code', async () => {
  const stage = await Stage.open()
  await stage.declare('report', { nextAt: stage.now }, 'gone')
  await stage.declare('other')
  await stage.fired('report', { own: false })
  await stage.store.sweep('a', 100)
  const { nextAt } = await stage.job('report')
  stage.pass(2 * MINUTE)
  await stage.store.sweep('a', 100)
  expect(await stage.job('report')).toMatchObject({ state: 'undeclared', heldNext: nextAt })
  expect(await stage.claim()).toEqual([])
  const answer = await stage.answer(stage.put('report'), 'replace')
  expect(answer.row).toMatchObject({
    ...{ state: 'active', declaration: null, nextAt: stage.now + MINUTE, heldNext: null },
  })
  expect(await stage.told('report', stage.now)).toEqual([[-MINUTE, 0, 'undeclared']])
  expect(await stage.claim()).toHaveLength(1)
})

test('replacing a paused job leaves it paused', async () => {
  const stage = await Stage.open()
  await stage.add('report')
  await stage.pause('report')
  const { row } = await stage.answer(stage.put('report', { input: '1' }), 'replace')
  expect(row).toMatchObject({ state: 'paused', input: '1', pause: { reason: 'holiday' } })
})

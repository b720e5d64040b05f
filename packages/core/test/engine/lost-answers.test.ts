import { expect, test } from 'vitest'
import { rowAssignment } from '../../src/engine/assignment.ts'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { BrokenStore } from './broken-store.ts'
import { memory, Rig, said, START } from './rig.ts'

async function broken(options: ConstructorParameters<typeof Rig>[0] = {}): Promise<{
  rig: Rig
  line: BrokenStore
  starts: string[]
}> {
  const line = new BrokenStore(memory())
  const starts: string[] = []
  const rig = new Rig({ ...options, stores: { default: line.store } })
  rig.task((run) => void starts.push(`${run.jobId} ${said(run.fireTime)}`))
  await rig.start()
  return { rig, line, starts }
}

test('runs whose publishing was carried out, but not answered, are found and started once', async () => {
  const { rig, line, starts } = await broken()
  await rig.add('tick', every('1s'))
  line.break('publish', 'answer lost', 1)
  await rig.clock.advance('10m')
  expect(starts.slice(0, 3)).toEqual(['tick 1', 'tick 2', 'tick 3'])
  expect(new Set(starts).size).toBe(600)
  expect(starts).toHaveLength(600)
  expect(rig.parts.slots.free('default')).toBe(100)
})

test('runs whose claiming was carried out, but not answered, are found and started once', async () => {
  const { rig, line, starts } = await broken()
  await rig.add('job', at(START + 3_600_000))
  line.break('claim', 'answer lost', 1)
  await rig.enqueue('job')
  await rig.clock.advance('10m')
  expect(starts).toEqual(['job 0'])
  expect(await rig.states('job')).toBe('succeeded')
  expect(rig.parts.slots.free('default')).toBe(100)
})

test('a call that is never answered counts as lost after 10 s, and the others go on', async () => {
  const { rig, line, starts } = await broken()
  await rig.add('job', at(START + 1_000))
  line.break('publish', 'no answer', 1)
  await rig.clock.advance('12s')
  expect(starts).toEqual(['job 1'])
})

test('an outcome whose answer was lost is sent again, and counts once', async () => {
  const { rig, line } = await broken()
  await rig.add('job', at(START + 1_000))
  line.break('finish', 'answer lost', 2)
  await rig.clock.advance('5s')
  expect(line.count('finish')).toBe(3)
  expect(await rig.states('job')).toBe('succeeded')
  expect(rig.told('run:succeeded')).toHaveLength(1)
})

test('a run whose job was removed meanwhile ends as cancelled, without being started', async () => {
  const { rig, line, starts } = await broken()
  await rig.add('job', at(START + 1_000))
  line.break('publish', 'answer lost', 1, () =>
    rig.store.change([{ kind: 'remove', id: 'job', cancelRuns: false }]),
  )
  await rig.clock.advance('5s')
  expect(starts).toEqual([])
  expect(await rig.states('job')).toBe('cancelled')
})

test('a run that was found is not started again while its outcome cannot be stored', async () => {
  const { rig, line, starts } = await broken()
  await rig.add('job', at(START + 1_000))
  line.break('publish', 'answer lost', 1)
  line.break('finish', 'refused')
  await rig.clock.advance('2m')
  line.mend()
  await rig.clock.advance('20s')
  expect(starts).toEqual(['job 1'])
  expect(await rig.states('job')).toBe('succeeded')
})

test('what a verb enqueued for this node is found when its answer was lost', async () => {
  const { rig, line, starts } = await broken()
  await rig.add('job', at(START + 3_600_000))
  const link = rig.node.links.get('default')!
  line.break('enqueue', 'answer lost', 1)
  const run = { key: 'mx', job: 'job', kind: 'manual', input: null, own: true } as const
  const call = rig.store.enqueue([run], { by: link.session!, batch: 'batch' })
  await expect(call).rejects.toThrow('the line is cut')
  link.lost('batch')
  await rig.clock.advance('10m')
  expect(starts).toEqual(['job 0'])
})

test('a run that a verb was given starts at once, or goes back when there is no slot', async () => {
  const { rig, starts } = await broken()
  const row = await rig.add('job', at(START + 3_600_000))
  const link = rig.node.links.get('default')!
  const enqueue = async (key: string): Promise<Parameters<typeof link.start>[0]> => {
    const run = { key, job: 'job', kind: 'manual', input: null, own: true } as const
    const [answer] = await rig.store.enqueue([run], { by: link.session!, batch: key })
    if (answer?.result !== 'created') throw new Error('not created')
    return rowAssignment(answer.run, row)
  }
  expect(link.start(await enqueue('m1'))).toBe(true)
  expect(starts).toEqual(['job 0'])
  await rig.clock.advance(1)
  const slots = rig.parts.slots.takeUpTo('default', 100)
  expect(link.start(await enqueue('m2'))).toBe(false)
  await rig.clock.advance(1)
  expect((await rig.runs('job'))[1]).toMatchObject({ state: 'pending', owner: null })
  rig.parts.slots.give('default', slots)
  await rig.clock.advance(1)
  expect(starts).toEqual(['job 0', 'job 0.001'])
})

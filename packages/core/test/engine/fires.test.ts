import { expect, test } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { Rig, said, START } from './rig.ts'

test('a job of every second runs every second, on time', async () => {
  const ran: string[] = []
  const rig = new Rig()
  rig.task((run) => ran.push(`${said(run.fireTime)}@${said(rig.clock.now())}`))
  await rig.start()
  await rig.add('tick', every('1s'))
  await rig.clock.advance('5s')
  expect(ran).toEqual(['1@1', '2@2', '3@3', '4@4', '5@5'])
  expect(await rig.states('tick')).toBe('succeeded succeeded succeeded succeeded succeeded')
})

test('a job that is due once runs, is finished, and stays readable [72]', async () => {
  const rig = await new Rig().task(() => 'done').start()
  await rig.add('once', at(START + 3_000))
  await rig.clock.advance('3s')
  expect(await rig.job('once')).toMatchObject({ state: 'finished', nextAt: null })
  expect((await rig.runs('once'))[0]).toMatchObject({ state: 'succeeded', result: '"done"' })
  expect(rig.told('job:finished')).toHaveLength(1)
})

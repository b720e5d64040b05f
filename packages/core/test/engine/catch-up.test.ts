import { expect, test } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { fixedDelay } from '../../src/triggers/fixed-delay.ts'
import type { AddOptions } from './rig.ts'
import { Rig, said, START } from './rig.ts'

/** Five fires, 5 s to 45 s after the start, all due before anybody publishes at 50 s. */
async function afterOutage(options: AddOptions): Promise<{ rig: Rig; fires: string[] }> {
  const fires: string[] = []
  const rig = new Rig().task((run) => fires.push(`${said(run.fireTime)} missed ${run.missed}`))
  await rig.add('job', every('10s', { start: START + 5_000, immediate: true }), options)
  await rig.clock.advance('50s')
  await rig.start()
  return { rig, fires }
}

test('after an outage a job runs once, with the last time, and the others are accounted for [42]', async () => {
  const { rig, fires } = await afterOutage({})
  expect(fires).toEqual(['45 missed 4'])
  expect(await rig.spans('job')).toEqual(['5-35 missed_in_outage'])
  expect(rig.told('fire:missed')).toEqual([])
})

test('with coalesce all it runs once per time, one after the other [45]', async () => {
  const { fires } = await afterOutage({ coalesce: 'all' })
  expect(fires.map((fire) => fire.split(' ')[0])).toEqual(['5', '15', '25', '35', '45'])
})

test('with coalesce all and a grace of 12 s it is one run and four missed times [43]', async () => {
  const { rig, fires } = await afterOutage({ coalesce: 'all', misfireGrace: '12s' })
  expect(fires).toEqual(['45 missed 0'])
  expect(rig.told('fire:missed')).toHaveLength(4)
  expect(await rig.spans('job')).toEqual(['5-35 misfire_grace_exceeded'])
})

test('with coalesce earliest it runs once, with the first time', async () => {
  const { rig, fires } = await afterOutage({ coalesce: 'earliest' })
  expect(fires).toEqual(['5 missed 0'])
  expect(await rig.spans('job')).toEqual(['15-45 missed_in_outage'])
})

test('maxCatchUp bounds what is made up, and the older times are one span', async () => {
  const { rig, fires } = await afterOutage({ coalesce: 'all', maxCatchUp: 2 })
  expect(fires.map((fire) => fire.split(' ')[0])).toEqual(['35', '45'])
  expect(await rig.spans('job')).toEqual(['5-25 missed_in_outage'])
})

test('a time that passed before the start runs at once, or is missed by its grace [51]', async () => {
  const ran: string[] = []
  const rig = new Rig().task((run) => ran.push(run.jobId))
  await rig.add('patient', at(START + 1_000))
  await rig.add('strict', at(START + 1_000), { misfireGrace: '3s' })
  await rig.clock.advance('10s')
  await rig.start()
  expect(ran).toEqual(['patient'])
  expect(await rig.job('strict')).toMatchObject({ state: 'finished' })
  expect(await rig.spans('strict')).toEqual(['1-1 misfire_grace_exceeded'])
})

test('a fixed delay counts from the end of the run, and never overlaps', async () => {
  const began: string[] = []
  const rig = new Rig()
  rig.task(() => {
    began.push(said(rig.clock.now()))
    return new Promise<void>((resolve) => rig.clock.setTimer(2_000, resolve))
  })
  await rig.start()
  await rig.add('poll', fixedDelay('10s', { immediate: true }))
  await rig.clock.advance('30s')
  expect(began).toEqual(['0', '12', '24'])
})

test('a fixed delay goes on after a run that failed, was cancelled, or was tried again', async () => {
  const began: string[] = []
  const rig = new Rig()
  rig.task(
    (run) => {
      began.push(`${said(rig.clock.now())}`)
      if (began.length < 3) throw new Error('boom')
      return run.fireTime
    },
    'work',
    { retry: { limit: 1, delay: '3s', backoff: 'fixed', jitter: false } },
  )
  await rig.start()
  await rig.add('poll', fixedDelay('10s'))
  await rig.clock.advance('40s')
  expect(began).toEqual(['10', '13', '23', '33'])
})

test('a fixed delay stops at its end', async () => {
  const began: string[] = []
  const rig = new Rig()
  rig.task(() => void began.push(said(rig.clock.now())))
  await rig.start()
  await rig.add('poll', fixedDelay('10s', { end: START + 25_000 }))
  await rig.clock.advance('5m')
  expect(began).toEqual(['10', '20'])
  expect((await rig.job('poll')).state).toBe('finished')
})

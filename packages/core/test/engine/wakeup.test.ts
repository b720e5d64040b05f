import { expect, test } from 'vitest'
import { Wakeup } from '../../src/engine/wakeup.ts'
import { ManualClock } from './manual-clock.ts'

interface Rig {
  readonly clock: ManualClock
  readonly wakeup: Wakeup
  readonly rung: string[]
  readonly late: number[]
  alarm(name: string): ReturnType<Wakeup['alarm']>
}

function rig(): Rig {
  const clock = new ManualClock()
  const rung: string[] = []
  const late: number[] = []
  const wakeup = new Wakeup(clock, (span) => late.push(span))
  return { clock, wakeup, rung, late, alarm: (name) => wakeup.alarm(() => rung.push(name)) }
}

test('several alarms have one timer between them, armed for the earliest', () => {
  const { clock, alarm, rung } = rig()
  const [a, b, c] = [alarm('a'), alarm('b'), alarm('c')]
  a.in(500)
  b.in(200)
  c.in(900)
  expect(clock.delays).toEqual([200])
  clock.pass(200)
  clock.ring()
  expect(rung).toEqual(['b'])
  expect(clock.delays).toEqual([300])
  clock.pass(700)
  clock.ring()
  expect(rung).toEqual(['b', 'a', 'c'])
  expect(clock.delays).toEqual([])
})

test('a delay beyond the limit of 24.8 days is armed by the minute, and rings in time [80]', () => {
  const { clock, alarm, rung } = rig()
  const days = 40 * 86_400_000
  alarm('far').in(days)
  for (let minute = 0; minute < 40 * 24 * 60; minute += 1) {
    expect(clock.delays).toEqual([60_000])
    expect(rung).toEqual([])
    clock.pass(60_000)
    clock.ring()
  }
  expect(rung).toEqual(['far'])
})

test.each([3_600_000, -3_600_000])(
  'a wall clock stepped by %d ms is noticed within a minute',
  (step) => {
    const { clock, alarm, rung } = rig()
    alarm('far').in(7_200_000)
    clock.pass(1_000)
    clock.wall += step
    clock.pass(59_000)
    clock.ring()
    expect(rung).toEqual(['far'])
  },
)

test('a machine that slept has a wall clock that went on, and everything is looked at again', () => {
  const { clock, alarm, rung } = rig()
  alarm('a').in(600_000)
  alarm('b').in(900_000)
  clock.wall += 8 * 3_600_000
  clock.pass(60_000)
  clock.ring()
  expect(rung).toEqual(['a', 'b'])
})

test('an alarm that was moved away does not ring, one that is moved near does', () => {
  const { clock, alarm, rung } = rig()
  const [a, b] = [alarm('a'), alarm('b')]
  a.in(100)
  a.in(5_000)
  b.in(4_000)
  b.within(300)
  b.within(2_000)
  clock.pass(300)
  clock.ring()
  expect(rung).toEqual(['b'])
  a.off()
  clock.pass(10_000)
  clock.ring()
  expect(rung).toEqual(['b'])
})

test('an alarm that sets itself while it rings rings again', () => {
  const { clock, wakeup } = rig()
  let rung = 0
  const again = wakeup.alarm(() => {
    rung += 1
    again.in(10)
  })
  again.in(10)
  for (let turn = 0; turn < 5; turn += 1) {
    clock.pass(10)
    clock.ring()
  }
  expect(rung).toBe(5)
  expect(clock.timers.size).toBe(1)
})

test('how late the timer rings is told', () => {
  const { clock, alarm, late } = rig()
  alarm('a').in(100)
  clock.pass(3_600)
  clock.ring()
  expect(late).toEqual([3_500])
})

test('after everything was turned off no timer is armed', () => {
  const { clock, wakeup, alarm } = rig()
  alarm('a').in(100)
  wakeup.clear()
  expect(clock.timers.size).toBe(0)
})

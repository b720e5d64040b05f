import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { virtualClock, type VirtualClock } from '../src/virtual-clock.ts'

const START = '2026-03-08T00:00:00Z'
const MINUTE = 60_000

function sleep(clock: VirtualClock, delay: number): Promise<void> {
  return new Promise((resolve) => clock.setTimer(delay, resolve))
}

describe('time', () => {
  test('stands still until it is moved, then lies exactly where it was moved to', async () => {
    const clock = virtualClock(START)
    const began = clock.monotonic()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(new Date(clock.now()).toISOString()).toBe('2026-03-08T00:00:00.000Z')
    await clock.advance('1h 30m')
    expect(new Date(clock.now()).toISOString()).toBe('2026-03-08T01:30:00.000Z')
    expect(clock.monotonic() - began).toBe(90 * MINUTE)
    await clock.advanceTo('2026-03-09T00:00:00Z')
    expect(new Date(clock.now()).toISOString()).toBe('2026-03-09T00:00:00.000Z')
  })

  test('does not go back by advanceTo', async () => {
    const clock = virtualClock(START)
    await expect(clock.advanceTo('2026-03-07T00:00:00Z')).rejects.toMatchObject({
      code: 'PUNCTUAL_TIME_INVALID',
    })
    await expect(clock.advance('a while')).rejects.toMatchObject({
      code: 'PUNCTUAL_DURATION_INVALID',
    })
    expect(() => virtualClock('yesterday')).toThrow(/not ISO 8601/)
  })

  test('moves one after the other when two moves are asked for at once', async () => {
    const clock = virtualClock(START)
    const rings: number[] = []
    for (const minute of [1, 2, 3]) {
      clock.setTimer(minute * MINUTE, () => rings.push(clock.monotonic() / MINUTE))
    }
    await Promise.all([clock.advance('90s'), clock.advance('90s')])
    expect(rings).toEqual([1, 2, 3])
    expect(clock.monotonic()).toBe(3 * MINUTE)
  })
})

describe('timers', () => {
  test('ring at their instant, by deadline, then in the order of arming', async () => {
    const clock = virtualClock(START)
    const rings: string[] = []
    const arm = (name: string, delay: number): (() => void) =>
      clock.setTimer(delay, () => rings.push(`${name} ${clock.monotonic()}`))
    arm('late', 300)
    arm('first of two', 200)
    arm('second of two', 200)
    arm('early', 100)
    arm('fraction', 99.2)
    arm('beyond', 301)
    arm('never', Infinity)
    arm('cancelled', 150)()
    await clock.advance(300)
    expect(rings).toEqual([
      'early 100',
      'fraction 100',
      'first of two 200',
      'second of two 200',
      'late 300',
    ])
  })

  test('a timer that a timer arms within the move rings in the same move', async () => {
    const clock = virtualClock(START)
    let rings = 0
    const rearm = (): void => {
      rings += 1
      clock.setTimer(MINUTE, rearm)
    }
    clock.setTimer(MINUTE, rearm)
    await clock.advance('1h')
    expect(rings).toBe(60)
  })

  test('a delay of zero or less rings by itself in a later turn, and not once cancelled', async () => {
    const clock = virtualClock(START)
    const rings: string[] = []
    clock.setTimer(0, () => rings.push('zero'))
    clock.setTimer(-5, () => rings.push('overdue'))
    const cancel = clock.setTimer(0, () => rings.push('cancelled'))
    cancel()
    await Promise.resolve()
    expect(rings).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
    expect(rings).toEqual(['zero', 'overdue'])
  })

  test('many timers, most of them cancelled, still ring in order', async () => {
    const clock = virtualClock(START)
    const rings: number[] = []
    for (let i = 0; i < 10_000; i += 1) {
      const delay = 1 + ((i * 7_919) % 10_007)
      const cancel = clock.setTimer(delay, () => rings.push(delay))
      if (i % 5 > 0) cancel()
    }
    await clock.advance('1m')
    expect(rings).toHaveLength(2_000)
    expect(rings).toEqual(rings.toSorted((a, b) => a - b))
  })
})

describe('a stepped wall clock', () => {
  test('leaves the monotonic clock alone, and timers notice it within a minute', async () => {
    const clock = virtualClock(START)
    const rings: number[] = []
    clock.setTimer(10 * MINUTE, () => rings.push(clock.monotonic()))
    await clock.advance('90s')
    clock.set('2026-03-08T05:00:00Z')
    expect(clock.monotonic()).toBe(90_000)
    expect(new Date(clock.now()).toISOString()).toBe('2026-03-08T05:00:00.000Z')
    await clock.advance('29s')
    expect(rings).toEqual([])
    await clock.advance('1s')
    expect(rings).toEqual([2 * MINUTE])
  })

  test('can go back, by too little for a timer to notice as well', async () => {
    const clock = virtualClock(START)
    const rings: number[] = []
    clock.setTimer(10 * MINUTE, () => rings.push(clock.monotonic()))
    clock.set('2026-03-07T23:59:59.600Z')
    await clock.advance('10m')
    expect(rings).toEqual([10 * MINUTE])
    expect(new Date(clock.now()).toISOString()).toBe('2026-03-08T00:09:59.600Z')
  })
})

describe('work that the clock follows', () => {
  test('settles before the next timer rings, over any number of promises and turns', async () => {
    const clock = virtualClock(START)
    const seen: string[] = []
    const work = async (name: string): Promise<void> => {
      for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve))
      for (let i = 0; i < 20; i += 1) await null
      seen.push(name)
    }
    clock.setTimer(100, () => clock.follow(work('first')))
    clock.setTimer(101, () => seen.push('timer'))
    await clock.advance(101)
    expect(seen).toEqual(['first', 'timer'])
  })

  test('that failed is over too', async () => {
    const clock = virtualClock(START)
    clock.setTimer(100, () => clock.follow(Promise.reject(new Error('on purpose'))))
    await clock.advance('1h')
    expect(clock.monotonic()).toBe(3_600_000)
  })

  test('is awaited before time begins to move', async () => {
    const clock = virtualClock(START)
    let text = ''
    clock.follow(readFile(import.meta.filename, 'utf8').then((read) => (text = read)))
    await clock.advance(1)
    expect(text).toContain('is awaited before time')
  })

  test('does not hold time when it never ends', async () => {
    const clock = virtualClock(START)
    clock.setTimer(100, () => clock.follow(new Promise(() => {})))
    await clock.advance('1h')
    expect(clock.monotonic()).toBe(3_600_000)
  })

  test('does not hold time while it sleeps on the clock, and goes on at its instant', async () => {
    const clock = virtualClock(START)
    const seen: number[] = []
    const work = async (): Promise<void> => {
      for (let i = 0; i < 3; i += 1) {
        await sleep(clock, 10 * MINUTE)
        seen.push(clock.monotonic() / MINUTE)
      }
    }
    clock.setTimer(MINUTE, () => clock.follow(work()))
    await clock.advance('1h')
    expect(seen).toEqual([11, 21, 31])
  })

  test('that waits for a signal ends when a timer aborts it', async () => {
    const clock = virtualClock(START)
    const controller = new AbortController()
    const seen: string[] = []
    const aborted = new Promise<void>((resolve) => {
      controller.signal.addEventListener('abort', () => resolve())
    })
    clock.setTimer(100, () => {
      clock.setTimer(5_000, () => controller.abort())
      clock.follow(aborted.then(() => seen.push(`aborted at ${clock.monotonic()}`)))
    })
    await clock.advance('1h')
    expect(seen).toEqual(['aborted at 5100'])
  })

  test('may move the clock itself', async () => {
    const clock = virtualClock(START)
    clock.setTimer(MINUTE, () => clock.follow(clock.advance('1h')))
    await clock.advance('1m')
    await clock.advance(0)
    expect(clock.monotonic()).toBe(61 * MINUTE)
  })
})

test('a quarter of a million timers are no wait worth speaking of', async () => {
  const clock = virtualClock(START)
  let rings = 0
  const rearm = (): void => {
    rings += 1
    clock.setTimer(MINUTE, rearm)
    clock.follow(Promise.resolve().then(() => null))
  }
  clock.setTimer(MINUTE, rearm)
  await clock.advance({ minutes: 250_000 })
  expect(rings).toBe(250_000)
})

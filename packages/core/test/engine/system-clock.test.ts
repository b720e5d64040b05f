import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/engine/system-clock.ts'

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance', 'Date'],
  })
})

afterEach(() => {
  vi.useRealTimers()
})

test('a timer of 40 days rings after 40 days, though the platform takes 24.8 at most [80]', () => {
  const rung = vi.fn()
  systemClock.setTimer(40 * 86_400_000, rung)
  vi.advanceTimersByTime(40 * 86_400_000 - 1)
  expect(rung).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(rung).toHaveBeenCalledOnce()
})

test('a timer does not ring early when the wall clock is stepped', () => {
  const rung = vi.fn()
  systemClock.setTimer(120_000, rung)
  vi.setSystemTime(Date.now() + 86_400_000)
  vi.advanceTimersByTime(119_999)
  expect(rung).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(rung).toHaveBeenCalledOnce()
})

test('a cancelled timer does not ring', () => {
  const rung = vi.fn()
  const cancels = [0, 5, 50 * 86_400_000].map((delay) => systemClock.setTimer(delay, rung))
  for (const cancel of cancels) cancel()
  vi.advanceTimersByTime(60 * 86_400_000)
  expect(rung).not.toHaveBeenCalled()
})

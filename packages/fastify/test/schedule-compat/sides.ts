import { virtualClock } from '@punctual/testing'
import * as original from 'toad-scheduler'
import { vi } from 'vitest'
import * as ours from '../../src/schedule-compat/index.ts'

/** One of the two libraries, with a time that the test moves. */
export interface Side {
  readonly name: string
  readonly toad: typeof ours
  newScheduler(): ours.ToadScheduler
  advance(millis: number): Promise<void>
  now(): number
  [Symbol.dispose](): void
}

export const sides: Readonly<Record<string, (start: string) => Side>> = {
  'toad-scheduler': (start) => {
    vi.useFakeTimers({ now: new Date(start) })
    return {
      name: 'toad-scheduler',
      // Its classes have private members, so no type of another library is ever the same; the tests use what both have.
      toad: original as unknown as typeof ours,
      newScheduler: () => new original.ToadScheduler() as unknown as ours.ToadScheduler,
      advance: async (millis) => void (await vi.advanceTimersByTimeAsync(millis)),
      now: () => Date.now(),
      [Symbol.dispose]: () => void vi.useRealTimers(),
    }
  },
  'schedule-compat': (start) => {
    const clock = virtualClock(start)
    return {
      name: 'schedule-compat',
      toad: ours,
      newScheduler: () => new ours.ToadScheduler({ clock }),
      advance: (milliseconds) => clock.advance({ milliseconds }),
      now: () => clock.now(),
      [Symbol.dispose]() {},
    }
  },
}

export const SECOND = 1_000
export const DAY = 86_400_000

import { describe, expect, it } from 'vitest'
import { PunctualError } from '../../src/errors/punctual-error.ts'
import type { CronFields } from '../../src/triggers/cron-fields.ts'
import { cron } from '../../src/triggers/cron.ts'
import type { Timeline } from '../../src/triggers/trigger.ts'
import { bound } from './bound.ts'
import { nextIn, previousIn } from './cron-oracle.ts'
import { Dice } from './dice.ts'
import { localWindow } from './local-window.ts'
import type { LocalTime, LocalWindow } from './local-window.ts'
import { nearTo, randomFields, randomText } from './random-cron.ts'
import type { RandomCron } from './random-cron.ts'

const WINDOWS: readonly LocalWindow[] = (
  [
    ['Africa/Cairo', '2025-04-24', '2025-10-30'],
    ['Africa/Casablanca', '2025-02-23', '2025-04-06'],
    ['Africa/Juba', '2021-01-31'],
    ['America/Caracas', '2007-12-09', '2016-05-01'],
    ['America/Goose_Bay', '2010-03-14', '2010-11-07'],
    ['America/Havana', '2026-03-08', '2026-11-01'],
    ['America/New_York', '2024-03-10', '2026-03-08', '2026-11-01'],
    ['America/Santiago', '2025-09-07', '2026-04-05'],
    ['America/Sao_Paulo', '2018-11-04', '2019-02-17'],
    ['America/St_Johns', '2010-03-14', '2010-11-07'],
    ['Antarctica/Casey', '2009-10-18', '2010-03-04', '2018-03-10', '2019-10-03'],
    ['Antarctica/Troll', '2026-03-29', '2026-10-25'],
    ['Asia/Amman', '2021-10-29', '2022-02-25'],
    ['Asia/Beirut', '2026-03-29', '2026-10-25'],
    ['Asia/Gaza', '2022-03-27', '2022-10-29'],
    ['Asia/Kathmandu', '1985-12-31'],
    ['Asia/Pyongyang', '2015-08-14', '2018-05-04'],
    ['Asia/Shanghai', '2026-03-01'],
    ['Asia/Tehran', '2021-09-21', '2022-03-21'],
    ['Australia/Adelaide', '2026-04-05', '2026-10-04'],
    ['Australia/Lord_Howe', '2026-04-05', '2025-10-05'],
    ['Europe/Berlin', '2026-03-29', '2026-10-25'],
    ['Europe/Dublin', '2026-03-29', '2026-10-25'],
    ['Europe/London', '2026-03-29', '2026-10-25'],
    ['Europe/Volgograd', '2018-10-27', '2020-12-27'],
    ['Pacific/Apia', '2011-12-30', '2012-04-01'],
    ['Pacific/Chatham', '2026-04-04', '2026-09-26'],
    ['Pacific/Kwajalein', '1993-08-21'],
    ['Pacific/Norfolk', '2015-10-03', '2019-10-06'],
    ['UTC', '2026-02-28'],
  ] as const
).flatMap(([zone, ...dates]) => dates.map((date) => localWindow(zone, date)))

/** The trigger's instants; null when it can never fire. */
function timelineOf(expression: string | CronFields, timezone: string): Timeline | null {
  try {
    return bound(cron(expression, { timezone }))
  } catch (error) {
    if (error instanceof PunctualError && error.code === 'PUNCTUAL_CRON_NEVER') return null
    throw error
  }
}

/** Where the answers differ from the oracle's, in words; null when they are the same. */
function difference(dice: Dice, window: LocalWindow, random: RandomCron<string | CronFields>) {
  const { timezone, change, minutes } = window
  const [begin, end] = [minutes[0]?.instant ?? 0, (minutes.at(-1)?.instant ?? 0) + 60_000]
  const timeline = timelineOf(random.expression, timezone)
  const say = (what: string) => `${timezone}: ${JSON.stringify(random.expression)} ${what}`
  const within = (instant: number | null | undefined) =>
    instant != null && instant >= begin && instant < end ? instant : null
  let at = change
  for (let question = 0; question < 4; question++) {
    const spread = dice.of([2_000, 7_200_000, 50_000_000])
    const next = nextIn(window, random.matcher, at)
    if (next !== within(timeline?.next(at))) return say(`next of ${at} is not ${next}`)
    const previous = previousIn(window, random.matcher, at)
    if (previous !== within(timeline?.previous(at)))
      return say(`previous of ${at} is not ${previous}`)
    at = dice.of([next, previous, change - spread + dice.below(2 * spread)]) ?? change - 1
  }
  return null
}

describe('The windows of real time', () => {
  it('hold a change of the clock, but for the two zones that have none', () => {
    const still = WINDOWS.filter(({ jumps }) => !jumps)
    expect(still.map(({ timezone }) => timezone)).toEqual(['Asia/Shanghai', 'UTC'])
    expect(new Set(WINDOWS.map(({ timezone }) => timezone)).size).toBe(30)
  })
})

describe.each([
  ['cron text', randomText, 1],
  ['cron fields', randomFields, 2],
])('A brute-force search of the local clock and %s', (_, random, seed) => {
  it('agree in 12,000 random cases, most around changes of an offset', () => {
    const dice = new Dice(seed)
    const differences: string[] = []
    let [firing, cases] = [0, 0]
    while (cases < CASES) {
      const window = dice.of(WINDOWS)
      const one = random(dice, nearTo(timeShown(window)))
      if (nextIn(window, one.matcher, 0) !== null) firing++
      else if (dice.chance(80)) continue
      cases++
      const found = difference(dice, window, one)
      if (found !== null) differences.push(found)
    }
    expect(differences).toEqual([])
    expect(firing).toBeGreaterThan(CASES * 0.8)
  }, 120_000)
})

const CASES = 12_000

/** What the clock shows when it jumps. */
function timeShown({ minutes, change }: LocalWindow): LocalTime {
  const minute = minutes.find(({ instant }) => instant === change)
  if (minute === undefined) throw new Error('the window does not hold its change')
  return minute.skipped[0] ?? minute.time
}

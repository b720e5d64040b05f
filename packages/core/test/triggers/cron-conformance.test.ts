import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../src/errors/error-code.ts'
import { cron } from '../../src/triggers/cron.ts'
import { bound } from './bound.ts'
import { cronVectors } from './cron-vectors.ts'
import type { CronVector } from './cron-vectors.ts'
import { expectRefused } from './expect-refused.ts'
import { expectLawful } from './timeline-laws.ts'

const [valid, invalid] = [true, false].map((isValid) =>
  cronVectors.filter(({ expected }) => (expected !== null) === isValid),
) as [CronVector[], CronVector[]]

function timelineOf({ expression, timezone, options }: CronVector) {
  const seed = options === undefined ? {} : { seed: options.hashSeed }
  return bound(cron(expression, { timezone, ...seed }))
}

const secondsOf = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')
const namesOf = ({ id, expression, timezone }: CronVector): [string, string, string] => [
  id,
  expression.slice(0, 40),
  timezone,
]

describe('The recorded cron vectors', () => {
  it('are all there', () => {
    expect([valid.length, invalid.length]).toEqual([457, 110])
  })

  it.each(valid.map((vector) => [...namesOf(vector), vector] as const))(
    'give the recorded fires: %s %s in %s',
    (_id, _expression, _timezone, vector) => {
      const timeline = timelineOf(vector)
      const given: string[] = []
      let at = timeline.next(Date.parse(vector.from))
      while (at !== null && given.length < vector.count) {
        given.push(secondsOf(at))
        at = timeline.next(at)
      }
      expect(given).toEqual(vector.expected)
      if (given.length < vector.count) expect(at).toBeNull()
    },
  )

  it.each(valid.map((vector) => [...namesOf(vector), vector] as const))(
    'obey the laws of a timeline: %s %s in %s',
    (_id, _expression, _timezone, vector) => {
      const timeline = timelineOf(vector)
      const fires = (vector.expected ?? []).map((text) => Date.parse(text))
      for (const [index, fire] of fires.entries()) {
        const before = fires[index - 1] ?? Number.NEGATIVE_INFINITY
        expect(fire).toBeGreaterThan(before)
        expect(timeline.next(fire - 1)).toBe(fire)
        expectLawful(timeline, fire)
        if (index === 0) continue
        expect(timeline.next(before)).toBe(fire)
        expect(timeline.previous(fire)).toBe(before)
      }
    },
  )

  it.each(invalid.map((vector) => [...namesOf(vector), vector] as const))(
    'are refused with their class: %s %j in %s',
    (_id, _expression, _timezone, vector) => {
      const code = vector.error === 'TIMEZONE' ? 'TIMEZONE_INVALID' : `CRON_${vector.error}`
      expectRefused(() => timelineOf(vector), `PUNCTUAL_${code}` as ErrorCode)
    },
  )
})

import fc from 'fast-check'
import type { EpochMs } from '../../src/time/epoch.ts'
import { allOf } from '../../src/triggers/all-of.ts'
import { anyOf } from '../../src/triggers/any-of.ts'
import { at } from '../../src/triggers/at.ts'
import { calendar } from '../../src/triggers/calendar.ts'
import { cron } from '../../src/triggers/cron.ts'
import { daysOff } from '../../src/triggers/days-off.ts'
import { days } from '../../src/triggers/days.ts'
import { every } from '../../src/triggers/every.ts'
import { except } from '../../src/triggers/except.ts'
import { jitter } from '../../src/triggers/jitter.ts'
import { PERS } from '../../src/triggers/periods.ts'
import { pick } from '../../src/triggers/pick.ts'
import type { TimeTrigger, TriggerContext } from '../../src/triggers/trigger.ts'

const FROM = Date.UTC(2005, 0, 1)
const UNTIL = Date.UTC(2030, 0, 1)

/** Instants of the years 2005 to 2029, many of them near a change of some clock. */
export const anyInstant: fc.Arbitrary<EpochMs> = fc.oneof(
  fc.integer({ min: FROM, max: UNTIL }),
  fc
    .tuple(
      fc.constantFrom(
        ...['2006-10-29T02:31Z', '2011-12-30T10:00Z', '2018-11-04T03:00Z', '2024-03-10T07:00Z'],
        ...['2024-11-03T06:00Z', '2024-04-06T15:00Z', '2024-10-05T15:30Z', '2026-03-29T01:00Z'],
      ),
      fc.integer({ min: -90_000_000, max: 90_000_000 }),
    )
    .map(([change, off]) => Date.parse(change) + off),
)

const anyZone = fc.constantFrom(
  ...['UTC', 'America/New_York', 'America/St_Johns', 'America/Sao_Paulo', 'Asia/Shanghai'],
  ...['Australia/Lord_Howe', 'Europe/Berlin', 'Pacific/Apia'],
)

const anyDate = anyInstant.map((instant) => new Date(instant).toISOString().slice(0, 10))

const anyBounds = fc
  .record({ start: fc.option(anyInstant), end: fc.option(anyInstant) })
  .map(({ start, end }) => {
    const late = start === null || end === null ? end : Math.max(start, end)
    return { ...(start !== null && { start }), ...(late !== null && { end: late }) }
  })

/** What a trigger is bound to. */
export const anyContext: fc.Arbitrary<TriggerContext> = fc.record({
  jobId: fc.string({ minLength: 1, maxLength: 8 }),
  anchor: anyInstant,
  timezone: anyZone,
  calendars: fc.constant({ cn: daysOff({ weekend: ['sat', 'sun'], workdays: ['2024-11-03'] }) }),
})

const anyEvery = fc
  .record({
    period: fc.constantFrom('1s', '7s', '1m', '20m', '1h', '36h', '1d', '7d', '40d', '999ms'),
    bounds: anyBounds,
    immediate: fc.boolean(),
  })
  .map(({ period, bounds, immediate }) => every(period, { ...bounds, immediate }))

const anyCalendar = fc
  .record({
    step: fc.constantFrom(
      ...[{ days: 1 }, { days: 10 }, { weeks: 2 }, { months: 1 }, { months: 5 }, { years: 1 }],
      ...[
        { months: 1, days: 1 },
        { years: 1, weeks: 1 },
        { months: 2, days: 3 },
      ],
    ),
    at: fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:15', '12:00:01', '23:59'),
    timezone: fc.option(anyZone),
    bounds: anyBounds,
  })
  .map(({ step, at: time, timezone, bounds }) =>
    calendar(step, { at: time, ...bounds, ...(timezone !== null && { timezone }) }),
  )

const anyCron = fc
  .record({
    text: fc.constantFrom(
      ...['* * * * *', '*/7 * * * *', '0 0 * * *', '30 2 * * *', '15,45 1 * * *', '0 0 L * *'],
      ...['0 9 * * MON-FRI', '0 0 29 2 *', '*/20 * * * * *', 'H H * * *', '0 12 1,15 * *'],
    ),
    timezone: fc.option(anyZone),
    bounds: anyBounds,
  })
  .map(({ text, timezone, bounds }) =>
    cron(text, { ...bounds, ...(timezone !== null && { timezone }) }),
  )

const anyDays = fc.oneof(
  fc.array(anyDate, { maxLength: 20 }).map((list) => days(list)),
  fc.constant(daysOff({ weekend: ['sat', 'sun'], holidays: ['2024-03-11'] })),
  fc.constant(days(['2011-12-30', '2011-12-31'], { timezone: 'Pacific/Apia' })),
  fc.constant({ calendar: 'cn' }),
)

const anyLeaf = fc.oneof(
  anyEvery,
  anyCalendar,
  anyCron,
  anyInstant.map((instant) => at(instant)),
)

/** A trigger that never searches, and so always finds its next fire. */
export const anyPlainTrigger: fc.Arbitrary<TimeTrigger> = fc.oneof(
  { weight: 2, arbitrary: anyLeaf },
  fc.array(anyLeaf, { minLength: 1, maxLength: 3 }).map((triggers) => anyOf(...triggers)),
)

/** A trigger of any kind, with others inside it up to three deep. */
export const anyTrigger: fc.Arbitrary<TimeTrigger> = fc.letrec<{ trigger: TimeTrigger }>((tie) => {
  const inner = tie('trigger')
  const some = fc.array(inner, { minLength: 1, maxLength: 3 })
  return {
    trigger: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      anyLeaf,
      some.map((triggers) => anyOf(...triggers)),
      some.map((triggers) => allOf(...triggers)),
      fc
        .tuple(inner, fc.array(fc.oneof(inner, anyDays), { minLength: 1, maxLength: 2 }))
        .map(([trigger, excluded]) => except(trigger, ...excluded)),
      fc
        .tuple(inner, fc.constantFrom('1s', '5m', '3d'))
        .map(([trigger, most]) => jitter(trigger, most)),
      fc
        .tuple(inner, fc.constantFrom(1, 2, 5, -1, -3), fc.constantFrom(...PERS))
        .map(([trigger, which, per]) => pick(trigger, which, per)),
    ),
  }
}).trigger

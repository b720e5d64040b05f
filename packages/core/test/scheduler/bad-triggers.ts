import {
  after,
  allOf,
  at,
  calendar,
  cron,
  days,
  daysOff,
  every,
  except,
  fixedDelay,
  jitter,
  pick,
} from '@punctual/core'

/** What JavaScript lets through and TypeScript would not. */
export function loose(value: unknown): never {
  return value as never
}

/** Triggers that cannot be made or stored: what is wrong, the trigger, the code, and what the message says. */
export const badTriggers: readonly (readonly [string, () => unknown, string, RegExp])[] = [
  ['cron of 4 fields', () => cron('* * * *'), 'PUNCTUAL_CRON_FIELDS', /4/],
  ['cron out of range', () => cron('61 * * * *'), 'PUNCTUAL_CRON_RANGE', /61/],
  ['cron that never fires', () => cron('0 0 30 2 *'), 'PUNCTUAL_CRON_NEVER', /./],
  ['empty cron', () => cron(''), 'PUNCTUAL_CRON_EMPTY', /./],
  ['huge cron', () => cron(`${'1,'.repeat(2_000)}1 * * * *`), 'PUNCTUAL_CRON_LENGTH', /1024/],
  ['an unknown nickname', () => cron('@reboot'), 'PUNCTUAL_CRON_NICKNAME', /./],
  [
    'an unknown zone',
    () => cron('0 0 * * *', { timezone: 'Mars/Base' }),
    'PUNCTUAL_TIMEZONE_INVALID',
    /Mars/,
  ],
  [
    'an empty zone',
    () => at('2026-01-01T00:00', { timezone: '' }),
    'PUNCTUAL_TIMEZONE_INVALID',
    /./,
  ],
  [
    'a misspelt option',
    () => every('1h', loose({ strat: 1 })),
    'PUNCTUAL_TRIGGER_INVALID',
    /strat/,
  ],
  ['seconds for milliseconds', () => at(1_767_225_600), 'PUNCTUAL_TIME_INVALID', /1,000/],
  ['a date that is none', () => at(new Date(Number.NaN)), 'PUNCTUAL_TIME_INVALID', /invalid/],
  ['30 February', () => at('2026-02-30T00:00Z'), 'PUNCTUAL_TIME_INVALID', /2026-02-30/],
  ['text that is no time', () => at('tomorrow'), 'PUNCTUAL_TIME_INVALID', /tomorrow/],
  [
    'an end before the start',
    () => every('1h', { start: '2026-02-01T00:00Z', end: '2026-01-01T00:00Z' }),
    'PUNCTUAL_TRIGGER_INVALID',
    /before/,
  ],
  ['a small number as a period', () => every(30), 'PUNCTUAL_DURATION_INVALID', /'30s'/],
  ['a period of months', () => every('2mo'), 'PUNCTUAL_DURATION_INVALID', /calendar/],
  ['a negative pause', () => fixedDelay(-5), 'PUNCTUAL_DURATION_INVALID', /negative/],
  [
    'a time of day that is none',
    () => calendar({ days: 1 }, { at: '25:00' }),
    'PUNCTUAL_TRIGGER_INVALID',
    /HH:MM/,
  ],
  ['the 0th fire', () => pick(every('1h'), 0, 'day'), 'PUNCTUAL_TRIGGER_INVALID', /no 0/],
  [
    'a run trigger in a combination',
    () => allOf(loose(after('a'))),
    'PUNCTUAL_TRIGGER_INVALID',
    /top/,
  ],
  ['jitter of nothing', () => jitter(loose(null), '1s'), 'PUNCTUAL_TRIGGER_INVALID', /cron/],
  ['a day that does not exist', () => days(['2026-02-31']), 'PUNCTUAL_TRIGGER_INVALID', /exist/],
  [
    'no working day',
    () => daysOff({ weekend: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] }),
    'PUNCTUAL_TRIGGER_INVALID',
    /seven/,
  ],
  [
    'an unknown calendar',
    () => except(every('1h'), { calendar: 'cn' }),
    'PUNCTUAL_CALENDAR_UNKNOWN',
    /cn/,
  ],
  ['a trigger that is text', () => '0 3 * * *', 'PUNCTUAL_TRIGGER_INVALID', /cron\(\)/],
  [
    'a trigger of a kind of its own',
    () => ({ kind: 'moon', bind: () => {}, toJSON: () => ({ kind: 'moon' }) }),
    'PUNCTUAL_TRIGGER_UNKNOWN',
    /moon/,
  ],
  [
    'a huge trigger',
    () => except(every('1h'), days(Array.from({ length: 30_000 }, () => '2026-01-01'))),
    'PUNCTUAL_TOO_LARGE',
    /calendar/,
  ],
]

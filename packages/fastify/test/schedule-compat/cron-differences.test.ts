import { createRequire } from 'node:module'
import { realpathSync } from 'node:fs'
import { cron, fireTimes } from '@punctual/core'
import { expect, test } from 'vitest'

interface Cron {
  nextRuns(count: number, from: Date): Date[]
}

// The very croner that toad-scheduler is installed with.
const require = createRequire(import.meta.url)
const near = createRequire(realpathSync(require.resolve('toad-scheduler')))
const croner: { Cron: new (text: string, options: object) => Cron } = near('croner')
const timezone = 'America/New_York'

/** The next two fires as both see them; null where the expression is refused. */
function fires(expression: string, from: string) {
  const attempt = (next: () => readonly (Date | number)[]) => {
    try {
      return next().map((one) => new Date(one).toISOString().slice(0, 16))
    } catch {
      return null
    }
  }
  return {
    theirs: attempt(() =>
      new croner.Cron(expression, { timezone, paused: true }).nextRuns(2, new Date(from)),
    ),
    ours: attempt(() => [...fireTimes(cron(expression, { timezone }), { from, count: 2 })]),
  }
}

const winter = '2026-01-15T12:00:30Z'
const beforeTheGap = '2026-03-08T05:30:30Z'

test.each([
  [
    '0 0 ? * MON',
    winter,
    ['2026-01-16T05:00', '2026-01-17T05:00'],
    ['2026-01-19T05:00', '2026-01-26T05:00'],
  ],
  ['0 0 31 2 *', winter, [], null],
  ['0 0 * * FRI#L', winter, ['2026-01-30T05:00', '2026-02-27T05:00'], null],
  [
    '30 2 * * *',
    beforeTheGap,
    ['2026-03-08T07:30', '2026-03-09T06:30'],
    ['2026-03-08T07:00', '2026-03-09T06:30'],
  ],
  [
    '*/15 2 * * *',
    beforeTheGap,
    ['2026-03-08T07:00', '2026-03-08T07:15'],
    ['2026-03-09T06:00', '2026-03-09T06:15'],
  ],
  ['0 22-4 * * *', winter, null, ['2026-01-16T03:00', '2026-01-16T04:00']],
  ['5/10 * * * *', winter, null, ['2026-01-15T12:05', '2026-01-15T12:15']],
  ['0 0 L-3 * *', winter, null, ['2026-01-28T05:00', '2026-02-25T05:00']],
  ['@weekdays', winter, null, ['2026-01-16T05:00', '2026-01-19T05:00']],
])('%s means something else, as the migration page says', (expression, from, theirs, ours) => {
  expect(fires(expression, from)).toEqual({ theirs, ours })
})

test.each([
  '0 0 */2 * MON',
  '0 0 13 * FRI',
  '0 0 13 * +FRI',
  '0 0 LW * *',
  '0 0 1W,15W * *',
  '0 0 * * 5L',
  '0 0 * * FRI#2',
  '0 0 * * 7',
  '0 0 0 1 1 * 2030',
  '@daily',
])('%s means the same', (expression) => {
  const { theirs, ours } = fires(expression, winter)
  expect(ours).toEqual(theirs)
  expect(ours).not.toBeNull()
})

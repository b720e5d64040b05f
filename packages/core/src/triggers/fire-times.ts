import { PunctualError } from '../errors/punctual-error.ts'
import type { EpochMs } from '../time/epoch.ts'
import { instantOf, LAST_INSTANT } from '../time/instant.ts'
import type { Time } from '../time/time.ts'
import { checkTimeTrigger, refuseUnknown } from './trigger-checks.ts'
import type { TimeTrigger, TriggerContext } from './trigger.ts'

/**
 * The instants at which a trigger fires, from `from` to `until` inclusive, at most `count` of them; lazily.
 *
 * `context` stands for the job: unless given, its id is empty, its anchor is `from`, its timezone is UTC and it has no
 * calendars. Text without an offset is read in that timezone. Refuses with `PUNCTUAL_TIME_INVALID`,
 * `PUNCTUAL_OPTION_INVALID`, and what `bind` refuses.
 *
 * @example
 * ```ts
 * for (const instant of fireTimes(cron('0 9 * * *'), { from: new Date(), count: 5 })) console.log(new Date(instant))
 * ```
 */
export function fireTimes(
  trigger: TimeTrigger,
  options: { from: Time; count?: number; until?: Time; context?: Partial<TriggerContext> },
): IterableIterator<EpochMs> {
  checkTimeTrigger(trigger, 'fireTimes')
  refuseUnknown(options, ['from', 'count', 'until', 'context'], 'fireTimes')
  const timezone = options.context?.timezone ?? 'UTC'
  const from = instantOf(options.from, { name: 'from', timezone })
  const { until: last, count = Number.POSITIVE_INFINITY } = options
  const until = last === undefined ? LAST_INSTANT : instantOf(last, { name: 'until', timezone })
  if (count !== Number.POSITIVE_INFINITY && (!Number.isInteger(count) || count < 0)) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      'fireTimes: count must be a whole number from 0',
    )
  }
  const context = { jobId: '', anchor: from, timezone, calendars: {}, ...options.context }
  const timeline = trigger.bind(context)
  return instants()

  function* instants(): Generator<EpochMs> {
    let instant = timeline.next(from - 1)
    for (let given = 0; given < count && instant !== null && instant <= until; given++) {
      yield instant
      instant = given + 1 < count ? timeline.next(instant) : null
    }
  }
}

import { isDaySet } from '../triggers/day-set-from.ts'
import { checkKnown, invalidOption } from './known-options.ts'
import type { SchedulerOptions } from './scheduler.ts'

const names = [
  ...['app', 'store', 'executors', 'defaults', 'calendars', 'timezone', 'role', 'logger', 'clock'],
  ...['drain', 'killAfter', 'cluster', 'triggers', 'withRun'],
]

/** Refuses options of a scheduler that are unknown, or of a wrong shape, with `PUNCTUAL_OPTION_INVALID`. */
export function checkOptions(options: SchedulerOptions): void {
  checkKnown(options, names, 'createScheduler')
  const { app, cluster, calendars, triggers, withRun, clock, timezone } = options
  if (app !== undefined) checkKnown(app, ['name', 'version'], 'app')
  if (app?.version !== undefined && typeof app.version !== 'string') {
    throw invalidOption('app.version', 'must be text')
  }
  if (cluster !== undefined) checkKnown(cluster, clusterNames, 'cluster')
  if (timezone !== undefined && typeof timezone !== 'string') {
    throw invalidOption('timezone', "must be an IANA name such as 'Asia/Shanghai'")
  }
  for (const [name, days] of entriesOf(calendars, 'calendars')) {
    if (!isDaySet(days)) throw invalidOption('calendars', `"${name}" must be days() or daysOff()`)
  }
  for (const [kind, revive] of entriesOf(triggers, 'triggers')) {
    if (typeof revive !== 'function')
      throw invalidOption('triggers', `"${kind}" must be a function`)
  }
  if (withRun !== undefined && typeof withRun !== 'function') {
    throw invalidOption('withRun', 'must be a function (run, next) => next()')
  }
  if (clock !== undefined) checkClock(clock)
}

const clusterNames = ['heartbeat', 'beat', 'lease', 'maxStall']

function entriesOf(
  given: object | undefined,
  name: string,
): readonly (readonly [string, unknown])[] {
  if (given === undefined) return []
  if (typeof given === 'object' && given !== null) return Object.entries(given)
  throw invalidOption(name, 'must be an object')
}

function checkClock(clock: NonNullable<SchedulerOptions['clock']>): void {
  for (const name of ['now', 'monotonic', 'setTimer'] as const) {
    if (typeof clock?.[name] === 'function') continue
    throw invalidOption('clock', 'must have the methods now, monotonic and setTimer')
  }
}

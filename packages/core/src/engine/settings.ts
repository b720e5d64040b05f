import { PunctualError } from '../errors/punctual-error.ts'
import type { Logger } from '../events/logger.ts'
import { checkPolicies } from '../jobs/check-policies.ts'
import type { Policies } from '../jobs/policies.ts'
import { policyNames } from '../jobs/policy-names.ts'
import type { SchedulerOptions } from '../scheduler/scheduler.ts'
import type { Clock } from '../time/clock.ts'
import { durationOf } from '../time/duration.ts'
import { HOUR, MINUTE, SECOND, type Millis } from '../time/epoch.ts'
import { zoneOf } from '../time/zone.ts'
import { consoleLogger } from './console-logger.ts'
import type { Entropy } from './entropy.ts'

export type Role = 'all' | 'schedule' | 'work' | 'off'

/** The options of a scheduler, checked, with every default filled in. */
export interface Settings {
  readonly app: string | null
  readonly version: string | null
  readonly name: string
  readonly role: Role
  readonly timezone: string
  readonly defaults: Policies
  readonly drain: Millis
  readonly killAfter: Millis
  readonly beat: Millis
  readonly lease: Millis
  readonly maxStall: Millis
  readonly clock: Clock
  readonly entropy: Entropy
  readonly logger: Logger
}

const roles: readonly string[] = ['all', 'schedule', 'work', 'off']

/** Checks the options; refuses with `PUNCTUAL_OPTION_INVALID`, `PUNCTUAL_TIMEZONE_INVALID` or `PUNCTUAL_POLICY_INVALID`. */
export function settingsOf(
  options: SchedulerOptions,
  outside: { readonly clock: Clock; readonly entropy: Entropy; readonly timezone: string },
): Settings {
  const role = options.role ?? 'all'
  if (!roles.includes(role)) throw invalid('role', `must be one of ${roles.join(', ')}`)
  if (options.defaults !== undefined) checkDefaults(options.defaults)
  const { heartbeat = 'loop' } = options.cluster ?? {}
  if (heartbeat !== 'loop') {
    throw invalid('cluster.heartbeat', "must be 'loop': a heartbeat in a thread is not built yet")
  }
  const beat = span(options.cluster?.beat, 3 * SECOND, 'cluster.beat')
  const lease = span(options.cluster?.lease, 30 * SECOND, 'cluster.lease')
  if (lease < beat * 3) throw invalid('cluster.lease', 'must be at least three beats')
  return {
    app: appName(options),
    version: options.app?.version ?? null,
    name: outside.entropy.nodeName(),
    role,
    timezone: zoneOf(options.timezone ?? outside.timezone).name,
    defaults: options.defaults ?? {},
    drain: span(options.drain, 30 * SECOND, 'drain'),
    killAfter: span(options.killAfter, 5 * SECOND, 'killAfter'),
    beat,
    lease,
    maxStall: span(options.cluster?.maxStall, 5 * MINUTE, 'cluster.maxStall'),
    clock: options.clock ?? outside.clock,
    entropy: outside.entropy,
    logger: checkedLogger(options.logger),
  }
}

function checkDefaults(defaults: Policies): void {
  if (typeof defaults !== 'object' || defaults === null)
    throw invalid('defaults', 'must be an object')
  const names: ReadonlySet<string> = new Set(policyNames)
  const unknown = Object.keys(defaults).find((name) => !names.has(name))
  if (unknown !== undefined) throw invalid('defaults', `has no policy "${unknown.slice(0, 100)}"`)
  checkPolicies(defaults, 'defaults')
}

function span(value: SchedulerOptions['drain'], fallback: Millis, name: string): Millis {
  if (value === undefined) return fallback
  const millis = durationOf(value, { name })
  if (millis <= 24 * HOUR) return millis
  throw invalid(name, 'must be at most 24 hours')
}

function appName(options: SchedulerOptions): string | null {
  const name = options.app?.name
  if (name === undefined) return null
  if (typeof name === 'string' && name.length > 0 && name.length <= 200) return name
  throw invalid('app.name', 'must be text of 1 to 200 characters')
}

function checkedLogger(logger: Logger | undefined): Logger {
  if (logger === undefined) return consoleLogger
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    if (typeof logger?.[level] !== 'function') {
      throw invalid('logger', 'must have the methods debug, info, warn and error, as pino has')
    }
  }
  return logger
}

function invalid(option: string, why: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', `option ${option} ${why}`, {
    details: { option },
  })
}

import { PunctualError } from '@punctual/core'

export type SchedulerKind = 'Cron Job' | 'Interval' | 'Timeout'

export function nameTaken(kind: SchedulerKind, name: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_JOB_EXISTS',
    `${kind} with the given name (${name}) already exists. Give the second one another name.`,
    { details: { kind, name } },
  )
}

export function notFound(kind: SchedulerKind, name: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_UNKNOWN_JOB',
    `No ${kind} was found with the given name (${name}). Check that a decorator or a call of the registry gave this name.`,
    { details: { kind, name } },
  )
}

import { fireTimes, type JobSpec, type Time } from '@punctual/core'

/** The first two instants of a job from a time on, in UTC. */
export function firstFires({ trigger }: JobSpec<string>, from: Time): string[] {
  if (trigger === undefined || !('bind' in trigger)) throw new Error('no time trigger')
  const fires = fireTimes(trigger, { from, count: 2, context: { timezone: 'UTC' } })
  return [...fires].map((fire) => new Date(fire).toISOString())
}

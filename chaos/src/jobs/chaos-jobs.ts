import {
  after,
  at,
  cron,
  every,
  fireTimes,
  fixedDelay,
  type JobOptions,
  type TimeTrigger,
  type Trigger,
} from '@punctual/core'
import { shareOf } from '../seeded.ts'
import type { ChaosJob } from './chaos-job.ts'
import { jobFamilies, type JobFamily } from './job-families.ts'

/** The wall time in which jobs fire. */
export interface Stage {
  readonly begun: number
  readonly until: number
  /** 1 = all jobs, less = that share of each family. */
  readonly scale: number
}

// No poison, for every kill counts as a crash; and a history that forgets nothing.
const shared: JobOptions = { maxCrashes: 1_000, history: { keep: 100_000 } }

/** The same jobs for everybody who is given the same stage. */
export function chaosJobs(stage: Stage): readonly ChaosJob[] {
  return jobFamilies.flatMap((family) => {
    const count = Math.max(1, Math.round(family.count * stage.scale))
    return Array.from({ length: count }, (_, n) => chaosJob(family, n, stage))
  })
}

function chaosJob(family: JobFamily, n: number, stage: Stage): ChaosJob {
  const id = `${family.name}/${n}`
  const { options, kind } = family
  const time = timeTrigger(id, family, stage)
  const trigger = time ?? runTrigger(id, family, stage)
  return {
    ...{ id, trigger },
    options: { ...shared, ...options },
    facts: {
      id,
      instants: time === null ? null : instantsOf(time, stage),
      maxInstances: options.maxInstances ?? 1,
      onNodeLoss: options.onNodeLoss ?? 'rerun',
      follows: kind === 'after' ? followed(id) : null,
      prompt: time !== null && !('overlap' in options),
      ends: kind !== 'after',
    },
  }
}

function timeTrigger(id: string, { kind }: JobFamily, stage: Stage): TimeTrigger | null {
  const { begun, until } = stage
  const share = shareOf(id)
  if (kind === 'at') return at(begun + Math.round(share * (until - begun)))
  if (kind === 'cron') return cron('* * * * * *', { start: begun, end: until, timezone: 'UTC' })
  if (kind !== 'every') return null
  // Some are due together, so that there is something to do in one step.
  return every('1s', { start: begun + Math.floor(share * 20) * 50, end: until })
}

function runTrigger(id: string, { kind }: JobFamily, { begun, until }: Stage): Trigger {
  if (kind === 'after') return after(followed(id), { on: 'finish' })
  return fixedDelay('300ms', { start: begun, end: until, immediate: true })
}

/** Each follows a job of its own. */
function followed(id: string): string {
  return id.replace('follow', 'skip')
}

function instantsOf(trigger: TimeTrigger, { begun, until }: Stage): readonly number[] {
  return [...fireTimes(trigger, { from: begun - 1, until: until + 1, count: 100_000 })]
}

import { invalidPool } from './pool-options.ts'

/** What a thread may use, as `resourceLimits` of `node:worker_threads`; in megabytes. */
export interface ThreadLimits {
  /** Where most of what a job makes lies. */
  maxOldGenerationSizeMb?: number
  maxYoungGenerationSizeMb?: number
  codeRangeSizeMb?: number
  /** Default 4. */
  stackSizeMb?: number
}

const names = [
  ...['maxOldGenerationSizeMb', 'maxYoungGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb'],
]

/** A copy of the limits; refuses what node would pass over in silence with `PUNCTUAL_OPTION_INVALID`. */
export function checkedLimits(limits: unknown): ThreadLimits | undefined {
  if (limits === undefined) return undefined
  if (typeof limits !== 'object' || limits === null || Array.isArray(limits)) {
    throw invalidPool('threads', 'resourceLimits', `takes an object of ${names.join(', ')}`)
  }
  for (const [name, value] of Object.entries(limits)) {
    if (!names.includes(name)) {
      throw invalidPool('threads', 'resourceLimits', `takes ${names.join(', ')}, not ${name}`)
    }
    if (typeof value !== 'number' || !(value > 0 && value < Infinity)) {
      throw invalidPool('threads', `resourceLimits.${name}`, 'takes a number of megabytes above 0')
    }
  }
  return { ...limits }
}

import type { EpochMs } from '../../time/epoch.ts'

let lastAt: EpochMs | null = null
let lastText = ''

/** The id of the run of a fire: the same instant of the same job can only ever be this one run. */
export function fireRunId(inc: string, at: EpochMs): string {
  // Many jobs are due at one instant, and the text of a number in base 36 is slow to make.
  if (at !== lastAt) {
    lastText = `f${at.toString(36)}`
    lastAt = at
  }
  return `${inc}.${lastText}`
}

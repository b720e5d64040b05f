import { readFileSync } from 'node:fs'

/** A recorded question, see test/data/README.md; `expected` of null asks for a refusal. */
export interface CronVector {
  readonly id: string
  readonly category: string
  readonly expression: string
  readonly timezone: string
  readonly from: string
  readonly count: number
  readonly expected: readonly string[] | null
  readonly error?: string
  readonly options?: { readonly hashSeed: string }
}

const file = new URL('../data/cron.json', import.meta.url)

export const cronVectors: readonly CronVector[] = JSON.parse(readFileSync(file, 'utf8')).vectors

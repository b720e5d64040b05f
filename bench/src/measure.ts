import { addJobs } from './cases/add-jobs.ts'
import { cronNext } from './cases/cron-next.ts'
import { herd } from './cases/herd.ts'
import { idle } from './cases/idle.ts'
import { libraries } from './libraries/all.ts'
import type { Library } from './library.ts'

type Case = (
  library: Library,
) => Record<string, number | null> | Promise<Record<string, number | null>>

const cases: Readonly<Record<string, Case>> = {
  'cron-next': cronNext,
  'add-jobs': addJobs,
  herd,
  idle,
}

/** One case of one library in this process; prints the figures as JSON on the last line. */
const [, , caseName = '', libraryName = ''] = process.argv
const measured = cases[caseName]
const make = libraries[libraryName]
if (measured === undefined || make === undefined) throw new Error('usage: measure.ts CASE LIBRARY')
const figures = await measured(await make())
console.log(JSON.stringify(figures))
process.exit(0)

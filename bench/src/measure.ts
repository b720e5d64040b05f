import { addJobs } from './cases/add-jobs.ts'
import { cronNext } from './cases/cron-next.ts'
import { herd } from './cases/herd.ts'
import { idle } from './cases/idle.ts'
import { offLoop } from './cases/off-loop.ts'
import { closeInFlight } from './close/close-in-flight.ts'
import { libraries } from './libraries/all.ts'
import type { Library } from './library.ts'
import { webLoad } from './web/web-load.ts'

type Measured = Record<string, number | null>

const cases: Readonly<Record<string, (name: string) => Measured | Promise<Measured>>> = {
  'cron-next': ofLibrary(cronNext),
  'add-jobs': ofLibrary(addJobs),
  herd: ofLibrary(herd),
  idle: ofLibrary(idle),
  'off-loop': offLoop,
  close: closeInFlight,
  web: webLoad,
}

function ofLibrary(measure: (library: Library) => Measured | Promise<Measured>) {
  return async (name: string): Promise<Measured> => {
    const make = libraries[name]
    if (make === undefined) throw new Error(`no library is called ${name}`)
    return await measure(await make())
  }
}

/** One case of one library or framework in this process; prints the figures as JSON on the last line. */
const [, , caseName = '', name = ''] = process.argv
const measured = cases[caseName]
if (measured === undefined) throw new Error('usage: measure.ts CASE NAME')
console.log(JSON.stringify(await measured(name)))
process.exit(0)

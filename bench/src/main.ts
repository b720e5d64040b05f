import { cpus } from 'node:os'
import { inChild, type Figures } from './in-child.ts'

const schedulers = ['punctual', 'croner', 'cron', 'node-cron', 'node-schedule', 'toad-scheduler']

interface Section {
  readonly name: string
  readonly title: string
  readonly libraries: readonly string[]
  /** The figure of which the first library's is told as a share of the greatest. */
  readonly ratio?: string
}

const sections: readonly Section[] = [
  {
    name: 'cron-next',
    title:
      'Next fire of a cron expression, nanoseconds per call (node-cron, node-schedule and toad-scheduler cannot be asked)',
    libraries: ['punctual', 'croner', 'cron', 'cron-parser'],
  },
  {
    name: 'add-jobs',
    title: 'Adding jobs (fewer where 100,000 would not fit)',
    libraries: schedulers,
  },
  { name: 'herd', title: '10,000 jobs due at one instant', libraries: schedulers },
  { name: 'idle', title: 'CPU of jobs of which none is due', libraries: schedulers },
  {
    name: 'off-loop',
    title:
      '10,000 small jobs over two threads; Punctual stores, publishes and keeps each of them, the pools only run them',
    libraries: ['punctual', 'piscina', 'tinypool'],
    ratio: 'jobs/s',
  },
  {
    name: 'close',
    title: 'Closing a server while a job of 2 s runs',
    libraries: ['express', 'fastify', 'nestjs', '@nestjs/schedule', '@fastify/schedule'],
  },
  {
    name: 'web',
    title:
      'Three servers on one SQLite file: requests at a third of the most, with 1,000 fires/s beside none',
    libraries: ['express', 'fastify', 'nestjs'],
  },
]

const only = process.argv.slice(2)
console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`,
)
for (const section of sections) {
  if (only.length > 0 && !only.includes(section.name)) continue
  console.log(`\n${section.title}`)
  const rows = new Map<string, Figures>()
  for (const library of section.libraries) rows.set(library, await inChild(section.name, library))
  print(rows)
  if (section.ratio !== undefined) printRatio(rows, section.ratio)
}

/** A column per library, a row per figure. */
function print(columns: ReadonlyMap<string, Figures>): void {
  const names = new Set<string>()
  for (const figures of columns.values()) {
    if (typeof figures !== 'string') for (const name of Object.keys(figures)) names.add(name)
  }
  const table: Record<string, Record<string, string>> = {}
  for (const name of names) {
    table[name] = Object.fromEntries(
      [...columns].map(([library, figures]) => [library, say(figures, name)]),
    )
  }
  console.table(table)
  for (const [library, figures] of columns)
    if (typeof figures === 'string') console.log(`${library}: ${figures}`)
}

function say(figures: Figures, name: string): string {
  const value = typeof figures === 'string' ? null : figures[name]
  if (value === null || value === undefined) return '-'
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2)
}

/** The first library against the best of the others. */
function printRatio(columns: ReadonlyMap<string, Figures>, name: string): void {
  const figures = [...columns].map(
    ([library, all]) => [library, typeof all === 'string' ? 0 : (all[name] ?? 0)] as const,
  )
  const [first, ...others] = figures
  const best = others.toSorted(([, a], [, b]) => b - a)[0]
  if (first === undefined || best === undefined || best[1] === 0) return
  console.log(`${name}: ${first[0]} has ${(first[1] / best[1]).toFixed(2)} x that of ${best[0]}`)
}

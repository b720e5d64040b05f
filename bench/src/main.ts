import { cpus } from 'node:os'
import { inChild, type Figures } from './in-child.ts'

const schedulers = ['punctual', 'croner', 'cron', 'node-cron', 'node-schedule', 'toad-scheduler']

interface Section {
  readonly name: string
  readonly title: string
  readonly libraries: readonly string[]
  /** A figure of ours that is told as a share of the greatest of the others. */
  readonly ratio?: { readonly of: string; readonly ours: readonly string[] }
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
    libraries: ['punctual', 'its threads alone', 'piscina', 'tinypool'],
    ratio: { of: 'jobs/s', ours: ['punctual', 'its threads alone'] },
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

/** Ours against the best of the others. */
function printRatio(
  columns: ReadonlyMap<string, Figures>,
  { of, ours }: NonNullable<Section['ratio']>,
): void {
  const figures = [...columns].map(([library, all]) => ({
    library,
    figure: typeof all === 'string' ? 0 : (all[of] ?? 0),
  }))
  const others = figures.filter(({ library }) => !ours.includes(library))
  const best = others.toSorted((a, b) => b.figure - a.figure)[0]
  if (best === undefined || best.figure === 0) return
  for (const { library, figure } of figures.filter(({ library }) => ours.includes(library))) {
    console.log(`${of}: ${library}, ${(figure / best.figure).toFixed(2)} x ${best.library}`)
  }
}

import type { Library } from '../library.ts'

/** Every library by name, loaded only in the process that measures it. */
export const libraries: Readonly<Record<string, () => Promise<Library>>> = {
  punctual: async () => (await import('./punctual.ts')).punctual(),
  croner: async () => (await import('./croner.ts')).croner(),
  cron: async () => (await import('./cron.ts')).cron(),
  'cron-parser': async () => (await import('./cron-parser.ts')).cronParser(),
  'node-cron': async () => (await import('./node-cron.ts')).nodeCron(),
  'node-schedule': async () => (await import('./node-schedule.ts')).nodeSchedule(),
  'toad-scheduler': async () => (await import('./toad-scheduler.ts')).toadScheduler(),
}
